import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CheckCopy, Replacement } from '../../../model/server/database.js';
import { isBusy, isDamage } from '../sqlite-errors.js';
import { makeDirectory, syncDirectory } from '../sync-directory.js';
import { COMPANIONS, copyToNew, keepAs, ownAsFolder, removeDatabase, syncFile } from './durable-file.js';
import { fileProblem } from './file-problem.js';
import { inUseMessage, realPath, reserveFile } from './file-use.js';
import { inspectCopy } from './inspect-copy.js';
import { openingError } from './opening-error.js';
import { checkNotRestored } from './restore-guard.js';

/**
 * Replaces the database `path` with a copy of the backup `from`. The replaced database stays beside it, with `kept`
 * added to its name. If the process dies at any moment, `path` is the complete old or the complete new database.
 *
 * @throws Error that names `FILE` or `DATABASE_URL`
 */
export async function replaceDatabase(
  path: string,
  from: string,
  kept: string,
  check: CheckCopy,
): Promise<Replacement> {
  makeDirectory(dirname(resolve(path)));
  const database = realPath(path);
  const use = reserveFile(path);
  try {
    checkBackupFile(database, from);
    settle(database);
    const draft = `${database}-restore`;
    try {
      removeDatabase(draft);
      copyBackup(from, draft);
      const copy = inspectCopy(draft, `FILE: ${from}`);
      await check(copy);
      ownAsFolder(draft);
      syncFile(draft);
      const replaced = putInPlace(draft, { database, path, kept });
      return { database, copy, replaced };
    } catch (error) {
      throw fileProblem(draft, 'cannot be written', error);
    } finally {
      removeDatabase(draft);
    }
  } finally {
    use.end();
  }
}

function checkBackupFile(database: string, from: string): void {
  const found = statSync(from, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`FILE: there is no file ${resolve(from)}.`);
  if (!found.isFile()) throw new Error(`FILE: ${resolve(from)} is not a file.`);
  const backup = realPath(from);
  if ([database, ...COMPANIONS.map((suffix) => database + suffix)].includes(backup))
    throw new Error(`FILE: ${resolve(from)} belongs to the database that would be replaced. Name a backup of it.`);
  const changes = ['-wal', '-journal'].map((suffix) => backup + suffix).find((beside) => existsSync(beside));
  if (changes !== undefined)
    throw new Error(
      `FILE: ${resolve(from)} is in use or incomplete, because ${changes} can contain changes of it. Stop the program that uses it, or name a file that npm run backup made.`,
    );
}

function copyBackup(from: string, draft: string): void {
  try {
    copyToNew(from, draft);
  } catch (error) {
    throw fileProblem(resolve(from), 'cannot be copied', error);
  }
}

/**
 * Moves all waiting changes of the old database into its one file. This needs a lock that no program can hold while
 * another one has the file open. A damaged file stays as it is, because it cannot be opened with its changes either.
 *
 * @throws Error that names `DATABASE_URL` if another program has the file open, or if it cannot be read
 */
function settle(database: string): void {
  if ((statSync(database, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  let file: DatabaseSync | undefined;
  try {
    if (!hasOwnChanges(database)) return;
    file = new DatabaseSync(database, { timeout: 0 });
    file.exec('pragma synchronous = full; pragma journal_mode = delete; begin exclusive; rollback');
  } catch (error) {
    if (isBusy(error)) throw new Error(inUseMessage(database), { cause: error });
    if (!isDamage(error)) throw openingError(database, error);
  } finally {
    file?.close();
  }
}

/** Whether the waiting changes, if there are any, belong to the file. */
function hasOwnChanges(database: string): boolean {
  try {
    checkNotRestored(database);
    return true;
  } catch {
    return false;
  }
}

interface Place {
  /** The path of the database without symbolic links. */
  readonly database: string;
  /** The path in the settings. */
  readonly path: string;
  readonly kept: string;
}

/** Each step leaves a database that can be opened. Returns the new path of the replaced one. */
function putInPlace(draft: string, { database, path, kept }: Place): string | undefined {
  settle(database);
  const replaced = existsSync(database) && statSync(database).size > 0 ? database + kept : undefined;
  if (replaced !== undefined) {
    keepAs(database, replaced);
    // These exist only beside a damaged database, or one that was replaced by hand.
    for (const suffix of ['-wal', '-journal']) {
      if (existsSync(database + suffix)) keepAs(database + suffix, replaced + suffix);
    }
  }
  // SQLite would write the changes in these files into the new database.
  for (const suffix of ['-wal', '-journal', '-shm']) rmSync(database + suffix, { force: true });
  syncDirectory(dirname(database));
  for (const mark of new Set([`${database}-mark`, `${path}-mark`])) rmSync(mark, { force: true });
  renameSync(draft, database);
  syncDirectory(dirname(database));
  return replaced;
}
