import { link, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory, syncDirectory } from './sync-directory.js';

/** The end of a key file whose key has encrypted something: an empty line, which readers of the key ignore. */
const MARK = '\n\n';
const HEADER = Buffer.from('SQLite format 3\0');

/**
 * Reads the secret key from the file `secret-key` beside the SQLite database. For a new database, stores the new key
 * `made` there, if it is given: 32 random bytes in base64url. If several processes start at once, all use the key that
 * was stored first.
 *
 * @throws Error that names `SECRET_KEY` or `DATABASE_URL` if the key is missing or damaged, or cannot be stored, or if
 * the key is in use but the database is empty
 */
export async function secretKeyBeside(
  databasePath: string,
  made: string | undefined,
  { allowEmptyDatabase }: { readonly allowEmptyDatabase: boolean },
): Promise<string> {
  const path = secretKeyPath(databasePath);
  try {
    const key = await readOrMake(databasePath, path, made);
    if (/^[\w-]{43}$/.test(key)) {
      if (!allowEmptyDatabase) await checkNotLost(databasePath, path);
      return key;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (/^(SECRET_KEY|DATABASE_URL):/.test(message)) throw error;
    throw new Error(
      `DATABASE_URL: cannot keep a key file beside ${databasePath} (${code ?? message}). Make its folder writable, or set SECRET_KEY.`,
      { cause: error },
    );
  }
  throw new Error(
    `SECRET_KEY: ${path} is damaged: it must contain 32 bytes in base64url. Restore the file from a backup.`,
  );
}

export function secretKeyPath(databasePath: string): string {
  return join(dirname(databasePath), 'secret-key');
}

/**
 * Marks the key file: from now on, an empty database beside it means that the database was lost. Call it after the first
 * commit, so that a first start can be repeated if it was interrupted.
 */
export async function markInUse(path: string): Promise<void> {
  if ((await readFile(path, 'utf8')).endsWith(MARK)) return;
  const file = await open(path, 'a');
  try {
    // Appending leaves the key itself untouched, even if the process is killed or the disk is full.
    await file.write('\n');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function checkNotLost(databasePath: string, path: string): Promise<void> {
  if ((await hasData(databasePath)) || !(await readFile(path, 'utf8')).endsWith(MARK)) return;
  throw new Error(
    `DATABASE_URL: there is no database at ${databasePath}, but ${path} is the key of a database that was in use there. Correct the path, or restore the database from a backup. To begin with an empty database, set ALLOW_EMPTY_DATABASE=true.`,
  );
}

function hasData(databasePath: string): Promise<boolean> {
  return stat(databasePath).then(
    ({ size }) => size > 0,
    () => false,
  );
}

/** Whether the file begins as SQLite files do (https://www.sqlite.org/fileformat.html, §1.3). */
async function isSqliteFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(HEADER.length) });
    return buffer.equals(HEADER);
  } finally {
    await file.close();
  }
}

async function readOrMake(databasePath: string, path: string, made: string | undefined): Promise<string> {
  const known = await readKey(path);
  if (known !== undefined) return known;
  if (await hasData(databasePath)) {
    if ((await stat(databasePath)).isDirectory())
      throw new Error(`DATABASE_URL: ${databasePath} is a folder. Add the name of a file to the path.`);
    if (!(await isSqliteFile(databasePath)))
      throw new Error(
        `DATABASE_URL: ${databasePath} is not an SQLite file. Correct the path, or move this file to another folder.`,
      );
    throw new Error(
      `SECRET_KEY: the key file ${path} is missing, but secrets in ${databasePath} are encrypted with its key. Restore the key file from a backup, or set SECRET_KEY.`,
    );
  }
  if (made === undefined)
    throw new Error(
      `SECRET_KEY: the key file ${path} is missing. Put the key file of the backup there, or set SECRET_KEY.`,
    );
  makeDirectory(dirname(path));
  // The key is written to a draft file first and then linked, so that a process that dies leaves no incomplete key
  // file.
  const draft = `${path}.${made.slice(0, 8)}`;
  await writeFile(draft, `${made}\n`, { mode: 0o600, flush: true });
  await link(draft, path).catch(unlessThere);
  await rm(draft);
  // Nothing is encrypted with a key that a power failure could still remove.
  syncDirectory(dirname(path));
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
