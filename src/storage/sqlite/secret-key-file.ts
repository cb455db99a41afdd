import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The key that seals secrets of an SQLite file: kept beside it, made at the first start, readable by its owner alone.
 * Of several processes that make it at once one wins, and all read that one. `made`: base64url of 32 random bytes.
 *
 * @throws Error whose message names `DATABASE_URL`
 */
export async function secretKeyBeside(databasePath: string, made: string): Promise<string> {
  const path = join(dirname(databasePath), 'secret-key');
  try {
    const key = await readOrMake(databasePath, path, made);
    if (/^[\w-]{43}$/.test(key)) return key;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (message.startsWith('SECRET_KEY')) throw error;
    throw new Error(`DATABASE_URL: no key can be kept beside ${databasePath} (${code ?? message}).`, { cause: error });
  }
  throw new Error(
    `SECRET_KEY: ${path} is damaged: it must hold the base64url of 32 bytes. Put the file back from a backup.`,
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
      `SECRET_KEY: ${path} is missing, and opens what is sealed in ${databasePath}. Put it back, or set SECRET_KEY.`,
    );
  }
  await mkdir(dirname(path), { recursive: true });
  // Linked into place once whole: whoever is killed on the way leaves no half a key.
  const draft = `${path}.${made.slice(0, 8)}`;
  await writeFile(draft, `${made}\n`, { mode: 0o600, flush: true });
  await link(draft, path).catch(unlessThere);
  await rm(draft);
  const kept = await readKey(path);
  if (kept === undefined) throw new Error(`${path} was made and is gone.`);
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
