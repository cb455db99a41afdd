import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The secret key of an SQLite file, in a file beside it that only its owner can read. The first start writes `made` there,
 * which is 32 random bytes in base64url. If several processes start at once, one of them wins, and all use its key.
 *
 * @throws Error whose message names `SECRET_KEY` or `DATABASE_URL`
 */
export async function secretKeyBeside(databasePath: string, made: string): Promise<string> {
  const path = join(dirname(databasePath), 'secret-key');
  try {
    const key = await readOrMake(databasePath, path, made);
    if (/^[\w-]{43}$/.test(key)) return key;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (message.startsWith('SECRET_KEY')) throw error;
    throw new Error(
      `DATABASE_URL: cannot keep a key file beside ${databasePath} (${code ?? message}). Make its folder writable, or set SECRET_KEY.`,
      { cause: error },
    );
  }
  throw new Error(
    `SECRET_KEY: ${path} is damaged: it must contain 32 bytes in base64url. Restore the file from a backup.`,
  );
}

async function readOrMake(databasePath: string, path: string, made: string): Promise<string> {
  const known = await readKey(path);
  if (known !== undefined) return known;
  const isInUse = await stat(databasePath).then(
    ({ size }) => size > 0,
    () => false,
  );
  if (isInUse) {
    throw new Error(
      `SECRET_KEY: ${path} is missing, but ${databasePath} was encrypted with it. Restore the file from a backup, or set SECRET_KEY.`,
    );
  }
  await mkdir(dirname(path), { recursive: true });
  // Linked to its place when it is complete, so that a process that is killed leaves no part of a key.
  const draft = `${path}.${made.slice(0, 8)}`;
  await writeFile(draft, `${made}\n`, { mode: 0o600, flush: true });
  await link(draft, path).catch(unlessThere);
  await rm(draft);
  const kept = await readKey(path);
  if (kept === undefined)
    throw new Error(
      `SECRET_KEY: another program deleted ${path} right after the server created this file. Start the server again.`,
    );
  return kept;
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
