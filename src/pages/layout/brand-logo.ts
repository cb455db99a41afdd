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
  return readLogo(brandLogo, BRAND_LOGO, 'BRAND_LOGO');
}

/** The same for `BRAND_LOGO_DARK`. */
export function readDarkLogo({ brandLogoDark }: Partial<Pick<Config, 'brandLogoDark'>>) {
  return readLogo(brandLogoDark, BRAND_LOGO_DARK, 'BRAND_LOGO_DARK');
}

function readLogo(path: string | undefined, name: string, variable: string) {
  if (path === undefined || /^https?:/.test(path)) return undefined;
  const type = MEDIA_TYPES[extname(path).toLowerCase()];
  if (type === undefined) {
    throw new Error(
      `${variable} must be an image file whose name ends in one of ${Object.keys(MEDIA_TYPES).join(', ')}.`,
    );
  }
  try {
    return { name, type, body: readFileSync(path) };
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new Error(`${variable} cannot be read: ${path} (${code}).`);
  }
}

/** The file names in the URLs from which pages load the server's logos. */
export const BRAND_LOGO = 'brand-logo';
export const BRAND_LOGO_DARK = 'brand-logo-dark';
