import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of the console, as `tools/bundle/bundle-console.mjs` writes them. Each name contains a hash of the content. */
export interface ConsoleFiles {
  readonly files: ReadonlyMap<string, ConsoleFile>;
  /** The names of the files that the page of the console loads first. */
  readonly entry: ConsoleEntry;
}

export interface ConsoleFile {
  readonly type: string;
  readonly body: Buffer;
  /** The same, compressed with Brotli. */
  readonly brotli: Buffer;
}

interface ConsoleEntry {
  /** The file that begins the sign-in. */
  readonly start: string;
  readonly script: string;
  readonly style: string;
  /** The files that the script needs at once. */
  readonly preload: readonly string[];
  /** For each language, the files with its texts, by their names. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly screens: readonly ConsoleScreen[];
}

interface ConsoleScreen {
  /** The paths of the screen. `:id` stands for one part of the path, `:tab?` for one that may be missing. */
  readonly paths: readonly string[];
  readonly files: readonly string[];
  /** The names of the texts that the screen shows. */
  readonly texts: readonly string[];
}

const FRAME_TEXTS = 'shell';

const FOLDER = fileURLToPath(new URL('../../../../console/dist/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** Reads the files of the console. `undefined` if the console was not built. */
export function loadConsoleFiles(folder = FOLDER): ConsoleFiles | undefined {
  const list = join(folder, 'entry.json');
  if (!existsSync(list)) return undefined;
  const files = readdirSync(join(folder, 'files')).flatMap((name) => {
    const type = TYPES[extname(name)];
    const read = (file: string) => readFileSync(join(folder, 'files', file));
    return type === undefined ? [] : [[name, { type, body: read(name), brotli: read(`${name}.br`) }] as const];
  });
  return { files: new Map(files), entry: JSON.parse(readFileSync(list, 'utf8')) as ConsoleEntry };
}

/** The files that the browser needs to show a path. It loads all of them at once, and not one after the other. */
export function filesToPreload(entry: ConsoleEntry, lang: string, path: string): readonly string[] {
  const texts = entry.texts[lang] ?? entry.texts.en ?? {};
  const screen = entry.screens.find(({ paths }) => paths.some((pattern) => fits(path, pattern)));
  const names = [FRAME_TEXTS, ...(screen?.texts ?? [])].flatMap((name) => texts[name] ?? []);
  return [...entry.preload, ...names, ...(screen?.files ?? [])];
}

/** The pattern is of the build, and each part of the path is compared once, so no path takes long. */
function fits(path: string, pattern: string): boolean {
  const parts = path.replace(/\/$/, '').split('/');
  const patterns = pattern.split('/');
  return (
    parts.length <= patterns.length &&
    patterns.every((one, index) => (one.startsWith(':') ? one.endsWith('?') || parts[index] : one === parts[index]))
  );
}
