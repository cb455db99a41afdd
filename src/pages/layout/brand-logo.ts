import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from '../../model/config.js';

/** Media types by file extension. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** Reads a logo that is a local file. `undefined`: there is no logo, or it has an https URL. Throws a start-up error. */
export function readBrandLogo({ brandLogo }: Partial<Pick<Config, 'brandLogo'>>) {
  if (brandLogo === undefined || brandLogo.startsWith('https:')) return undefined;
  const type = MEDIA_TYPES[extname(brandLogo).toLowerCase()];
  if (type === undefined) {
    throw new Error(
      `BRAND_LOGO must be an image file whose name ends in one of ${Object.keys(MEDIA_TYPES).join(', ')}.`,
    );
  }
  try {
    return { name: BRAND_LOGO, type, body: readFileSync(brandLogo) };
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new Error(`BRAND_LOGO cannot be read: ${brandLogo} (${code}).`);
  }
}

/** The name of the asset. */
export const BRAND_LOGO = 'brand-logo';
