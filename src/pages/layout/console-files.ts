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
  readonly script: string;
  readonly style: string;
  /** The files that the script needs at once. */
  readonly preload: readonly string[];
  /** The files with the texts of each language. */
  readonly texts: Readonly<Record<string, string>>;
}

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
