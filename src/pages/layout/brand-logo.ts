import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from '../../model/config.js';

/** Of a file, by its ending. */
const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/**
 * The logo, where it is a file of this machine; `undefined` where there is none, or it lies at another host.
 *
 * @throws Error with one sentence that names the variable
 */
export function readBrandLogo({ brandLogo }: Partial<Pick<Config, 'brandLogo'>>) {
  if (brandLogo === undefined || brandLogo.startsWith('https:')) return undefined;
  const type = TYPES[extname(brandLogo).toLowerCase()];
  if (type === undefined) {
    throw new Error(
      `BRAND_LOGO names no image that pages can show: one that ends in ${Object.keys(TYPES).join(', ')}.`,
    );
  }
  try {
    return { name: BRAND_LOGO, type, body: readFileSync(brandLogo) };
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new Error(`BRAND_LOGO names ${brandLogo}, which cannot be read (${code}).`);
  }
}

/** Its name among what pages load. */
export const BRAND_LOGO = 'brand-logo';
