import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../model/config.js';
import { readBrandLogo } from './brand-logo.js';
import { brandStyle } from './brand-style.js';

/** A file that pages load. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
}

/** All of them, read once. `version` is the hash of their contents and part of their addresses. */
export interface Assets {
  readonly version: string;
  readonly files: ReadonlyMap<string, Asset>;
}

/** Style sheets and images stay where they were written; scripts are where they were compiled to. */
const WRITTEN = fileURLToPath(new URL('../../../../src/pages/assets/', import.meta.url));
const COMPILED = fileURLToPath(new URL('../browser/', import.meta.url));
const LIBRARY = join(dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser')), '..');

const FILES: readonly { readonly name: string; readonly from: string; readonly type: string }[] = [
  { name: 'tokens.css', from: WRITTEN, type: 'text/css' },
  { name: 'pages.css', from: WRITTEN, type: 'text/css' },
  { name: 'icon.svg', from: WRITTEN, type: 'image/svg+xml' },
  { name: 'login.js', from: COMPILED, type: 'text/javascript' },
  { name: 'register.js', from: COMPILED, type: 'text/javascript' },
  { name: 'account.js', from: COMPILED, type: 'text/javascript' },
  { name: 'keep.js', from: COMPILED, type: 'text/javascript' },
  { name: 'signals.js', from: COMPILED, type: 'text/javascript' },
  { name: 'ceremony.js', from: COMPILED, type: 'text/javascript' },
  { name: 'form-post.js', from: COMPILED, type: 'text/javascript' },
];

type BrandSettings = Pick<Config, 'brandColor'> & Partial<Pick<Config, 'brandLogo'>>;

export function loadAssets(brand: BrandSettings): Assets {
  const logo = readBrandLogo(brand);
  const contents = FILES.map(({ name, from, type }) => ({ name, type, body: readFileSync(join(from, name)) }));
  if (logo !== undefined) contents.push(logo);
  contents.push(
    { name: 'brand.css', type: 'text/css', body: Buffer.from(brandStyle(brand.brandColor)) },
    {
      name: 'simplewebauthn-browser.js',
      type: 'text/javascript',
      body: readFileSync(join(LIBRARY, 'dist/bundle/index.umd.min.js')),
    },
  );
  const files = new Map(contents.map(({ name, type, body }) => [name, { type, body, etag: `"${hash(body)}"` }]));
  return { version: hash([...files.values()].map(({ etag }) => etag).join()), files };
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16);
}

/** Where a page loads it from. */
export function assetUrl({ version }: Assets, name: string): string {
  return `/assets/${version}/${name}`;
}
