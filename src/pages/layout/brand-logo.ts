import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from '../../model/config.js';

/** The media type for each file extension that a logo may have. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/**
 * Reads the logo if `BRAND_LOGO` is a local file. Returns `undefined` if there is no logo or it is at a URL. If
 * the file cannot be read or is not an image, throws an error, so that the server does not start.
 */
export function readBrandLogo({ brandLogo }: Partial<Pick<Config, 'brandLogo'>>) {
  if (brandLogo === undefined || /^https?:/.test(brandLogo)) return undefined;
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

/** The file name in the URL from which pages load the server's logo. */
export const BRAND_LOGO = 'brand-logo';
