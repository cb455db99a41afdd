/**
 * The programs of docs/quick-starts: how they are installed, started and used. Only the long check `quickstarts` runs
 * them; nothing here is a dependency of the server.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blocksIn } from '../guides.js';
import { CACHE, ENV, executeAgain, SYSTEM_PATH } from '../real-clients/install.js';

/** A page of docs/quick-starts with a program that runs here. */
export interface QuickStart {
  /** The name of the page, and the folder of the program in examples/quick-starts. */
  readonly name: string;
  /** The path of its redirect URI. */
  readonly callback: string;
  /** Whether the program runs in the browser only, and so is a public client that keeps tokens there. */
  readonly isInBrowser?: boolean;
  /** Whether it has a button that calls an API with the access token. */
  readonly callsApi?: boolean;
  /** What the program says, and its page explains, about a response that its browser did not ask for. */
  readonly unasked: string;
  /** The same if Passgraph does not accept the client secret. */
  readonly wrongSecret?: string;
  /** The command whose absence means that the language is not here. */
  readonly needs: string;
}

export const QUICK_STARTS: readonly QuickStart[] = [
  {
    name: 'express',
    callback: '/callback',
    needs: 'npm',
    unasked: 'This browser did not start a sign-in.',
    wrongSecret: 'invalid_client',
  },
  {
    name: 'fastify',
    callback: '/callback',
    needs: 'npm',
    unasked: 'This browser did not start a sign-in.',
    wrongSecret: 'invalid_client',
  },
  {
    name: 'bff',
    callback: '/bff/callback',
    callsApi: true,
    needs: 'npm',
    unasked: 'This browser did not start a sign-in.',
    wrongSecret: 'invalid_client',
  },
  { name: 'react', callback: '/', isInBrowser: true, needs: 'npm', unasked: 'No matching state found in storage' },
  {
    name: 'nextjs',
    callback: '/api/auth/callback/passgraph',
    needs: 'npm',
    unasked: '(Configuration)',
    wrongSecret: '(Configuration)',
  },
  {
    name: 'sveltekit',
    callback: '/callback',
    needs: 'npm',
    unasked: 'this browser did not start a sign-in',
    wrongSecret: 'invalid_client',
  },
  {
    name: 'django',
    callback: '/callback',
    needs: 'python3',
    unasked: 'mismatching_state',
    wrongSecret: 'invalid_client',
  },
  {
    name: 'flask',
    callback: '/callback',
    needs: 'python3',
    unasked: 'mismatching_state',
    wrongSecret: 'invalid_client',
  },
  {
    name: 'fastapi',
    callback: '/callback',
    needs: 'python3',
    unasked: 'mismatching_state',
    wrongSecret: 'invalid_client',
  },
  {
    name: 'go',
    callback: '/callback',
    needs: 'go',
    unasked: 'this browser did not start this sign-in',
    wrongSecret: 'oauth2: "invalid_client"',
  },
  {
    name: 'axum',
    callback: '/callback',
    needs: 'cargo',
    unasked: 'This browser did not start this sign-in.',
    wrongSecret: 'Server returned error response: invalid_client',
  },
  {
    name: 'spring-boot',
    callback: '/login/oauth2/code/passgraph',
    needs: 'mvn',
    unasked: 'authorization_request_not_found',
    wrongSecret: 'invalid_client',
  },
];

/** Pages whose programs need a language that this project does not install. */
export const TEXT_ONLY: readonly string[] = ['aspnet', 'laravel', 'rails'];

/** The commands that a page names. They are run in the folder of the program. */
interface Commands {
  readonly install: readonly string[];
  readonly start: string;
}

/** Reads the commands of the block `sh run`. Its first line changes to the folder, and its last line starts the program. */
export function commandsIn(markdown: string, name: string): Commands {
  const run = blocksIn(markdown).find(({ info }) => info === 'sh run')?.code ?? '';
  const [folder, ...lines] = run.trim().split('\n');
  if (folder !== `cd examples/quick-starts/${name}`) throw new Error(`The page ${name} starts in ${folder}`);
  return { install: lines.slice(0, -1), start: lines.at(-1) ?? '' };
}

/** With the Node of this project first, because some of the programs need a later version than the system may have. */
export const PATH = `${dirname(process.execPath)}:${SYSTEM_PATH}`;

/** What the commands of the pages write into the folders of the programs. */
export const WRITTEN =
  /(^|\/)(node_modules|\.venv|__pycache__|target|dist|build|\.next|\.svelte-kit)(\/|$)|\.(sqlite3|tsbuildinfo)$|next-env/;

const MANIFEST = /^(package\.json|requirements\.txt|go\.(mod|sum)|Cargo\.(toml|lock)|pom\.xml)$/;

/** Copies a program to the cache of this machine and runs the commands that install it, once. Returns its folder. */
export async function installQuickStart(name: string, { install }: Commands): Promise<string> {
  const source = join('examples/quick-starts', name);
  const hash = createHash('sha256').update(JSON.stringify([process.execPath, install]));
  for (const file of (await readdir(source)).filter((one) => MANIFEST.test(one)).sort())
    hash.update(await readFile(join(source, file)));
  const folder = join(CACHE, `quick-start-${name}-${hash.digest('hex').slice(0, 12)}`);
  await mkdir(folder, { recursive: true });
  await cp(source, folder, { recursive: true, filter: (path) => !WRITTEN.test(path) });
  const stamp = join(folder, '.installed');
  if (existsSync(stamp)) return folder;
  for (const command of install) await executeAgain(['sh', '-c', command], folder, { ...ENV, PATH });
  await writeFile(stamp, '');
  return folder;
}
