import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of the console, as `tools/bundle-console.mjs` writes them. Each name contains a hash of the content. */
export interface ConsoleFiles {
  readonly files: ReadonlyMap<string, { readonly type: string; readonly body: Buffer }>;
  /** The names of the files that the page of the console loads first. */
  readonly entry: ConsoleEntry;
}

interface ConsoleEntry {
  readonly script: string;
  readonly style: string;
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
    return type === undefined ? [] : [[name, { type, body: readFileSync(join(folder, 'files', name)) }] as const];
  });
  return { files: new Map(files), entry: JSON.parse(readFileSync(list, 'utf8')) as ConsoleEntry };
}
