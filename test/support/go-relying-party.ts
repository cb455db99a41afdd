import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PROGRAM = resolve('test/docs/relying-party');
/** Nothing is downloaded by a test. */
const OFFLINE = { ...process.env, GOPROXY: 'off', GOTOOLCHAIN: 'local' };

/** What this machine lacks to run it, as the end of a sentence. */
export async function lackOfGo(): Promise<string | undefined> {
  const listed = run('go', ['list', '-deps', '.'], { cwd: PROGRAM, env: OFFLINE });
  return listed.then(
    () => undefined,
    (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? 'Go' : 'Go of that version, or its modules: go mod download in test/docs',
  );
}

export async function buildGoRelyingParty(executable: string): Promise<void> {
  await run('go', ['build', '-o', executable, '.'], { cwd: PROGRAM, env: OFFLINE });
}

/** What the program found out about who signed in. */
export interface GoResult {
  readonly subject: string;
  readonly email: string;
  readonly refreshed: boolean;
}

/** Signs a user in. `visit` opens the URL that the program prints, and returns the URL at which the browser comes back. */
export async function signInWithGo(
  executable: string,
  settings: Record<'ISSUER' | 'CLIENT_ID' | 'CLIENT_SECRET' | 'REDIRECT_URI' | 'PKCE', string>,
  visit: (url: URL) => Promise<URL>,
): Promise<GoResult> {
  const program = spawn(executable, { env: { ...process.env, ...settings }, stdio: 'pipe' });
  let complaint = '';
  program.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(complaint);
    return value;
  };
  try {
    program.stdin.write(`${await visit(new URL(await nextLine()))}\n`);
    return JSON.parse(await nextLine()) as GoResult;
  } finally {
    program.kill();
  }
}
