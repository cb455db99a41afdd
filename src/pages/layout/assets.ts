import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../model/config.js';
import type { ColorScheme } from '../../model/server/brand-colors.js';
import { readBrandLogo, readDarkLogo } from './brand-logo.js';
import { brandStyle, forceScheme } from './brand-style.js';
import { timeZones } from './time-zones.js';

/** A file that pages load: a style sheet, a script or an image. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
}

/**
 * The files that pages load. The server reads them once, when it starts. `version` is a hash of all files. It is a part
 * of each file's URL, so a changed file gets a new URL.
 */
export interface Assets {
  readonly version: string;
  readonly files: ReadonlyMap<string, Asset>;
  /** The path below which the files are served. It is empty except on the hosts that this server protects. */
  readonly base?: string;
}

/** Style sheets and images are read from the source folder, scripts from the folder of the compiled code. */
const SOURCE_FOLDER = fileURLToPath(new URL('../../../../src/pages/assets/', import.meta.url));
const SCRIPT_FOLDER = fileURLToPath(new URL('../browser/', import.meta.url));
const LIBRARY_FOLDER = join(dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser')), '..');

const FILES: readonly { readonly name: string; readonly folder: string; readonly type: string }[] = [
  { name: 'tokens.css', folder: SOURCE_FOLDER, type: 'text/css' },
  { name: 'pages.css', folder: SOURCE_FOLDER, type: 'text/css' },
  { name: 'icon.svg', folder: SOURCE_FOLDER, type: 'image/svg+xml' },
  { name: 'page.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'login.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'immediate.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'confirm-account.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'register.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'account.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'picture.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'wait.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'keep.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'copy.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'contents.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'signals.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'ceremony.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
  { name: 'form-post.js', folder: SCRIPT_FOLDER, type: 'text/javascript' },
];

/**
 * The file with the names of all time zones. The account page loads it when the user is about to choose a time zone.
 */
export const TIME_ZONES = 'time-zones.json';

type BrandSettings = Pick<Config, 'brandColor'> &
  Partial<Pick<Config, 'brandLogo' | 'brandLogoDark' | 'brandColorDark'>>;

/** Reads the files. Throws if a logo of the server is a local file that cannot be read. */
export function loadAssets(brand: BrandSettings): Assets {
  return makeAssets(readFiles(brand), styleOf(brand));
}

/**
 * Reads the files, and returns a function that returns them with the present colours of the server. The logos are read
 * only once, because only the environment can name a local file. While the colours stay the same, the result does too.
 */
export function makeCurrentAssets(brand: BrandSettings): () => Assets {
  const files = readFiles(brand);
  let style = styleOf(brand);
  let assets = makeAssets(files, style);
  return () => {
    const present = styleOf(brand);
    if (style === present) return assets;
    style = present;
    assets = makeAssets(files, style);
    return assets;
  };
}

type File = Omit<Asset, 'etag'> & { readonly name: string };

function readFiles(brand: BrandSettings): readonly File[] {
  const contents: File[] = FILES.map(({ name, folder, type }) => ({
    name,
    type,
    body: readFileSync(join(folder, name)),
  }));
  contents.push(...[readBrandLogo(brand), readDarkLogo(brand)].filter((logo) => logo !== undefined));
  contents.push(
    { name: TIME_ZONES, type: 'application/json', body: Buffer.from(JSON.stringify(timeZones())) },
    {
      name: 'simplewebauthn-browser.js',
      type: 'text/javascript',
      body: readFileSync(join(LIBRARY_FOLDER, 'dist/bundle/index.umd.min.js')),
    },
  );
  return contents;
}

function styleOf({ brandColor, brandColorDark }: BrandSettings): string {
  return brandStyle({ light: brandColor, dark: brandColorDark });
}

function makeAssets(contents: readonly File[], style: string): Assets {
  const colors = { name: 'brand.css', type: 'text/css', body: Buffer.from(style) };
  const files = new Map(
    [...contents, colors]
      .flatMap(withSchemes)
      .map(({ name, type, body }) => [name, { type, body, etag: `"${hash(body)}"` }]),
  );
  return { version: hash([...files.values()].map(({ etag }) => etag).join()), files };
}

/** Adds to a style sheet the same for one colour scheme, such as `dark-tokens.css`. Previews load it. */
function withSchemes(file: File): File[] {
  if (file.type !== 'text/css') return [file];
  const inScheme = (scheme: ColorScheme) => ({
    ...file,
    name: `${scheme}-${file.name}`,
    body: Buffer.from(forceScheme(file.body.toString(), scheme)),
  });
  return [file, inScheme('light'), inScheme('dark')];
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16);
}

/** Returns the URL path of a file, with the version of the files. */
export function assetUrl({ base = '', version }: Assets, name: string): string {
  return `${base}/assets/${version}/${name}`;
}
