import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { CheckCopy, DatabaseCopy } from '../../../model/server/database.js';
import { COMPANIONS, createFile, publish, removeDatabase, syncFile } from './durable-file.js';
import { fileProblem } from './file-problem.js';
import { realPath, useFile } from './file-use.js';
import { inspectCopy } from './inspect-copy.js';
import { openingError } from './opening-error.js';
import { checkNotRestored } from './restore-guard.js';

const LOCK_WAIT_MS = 5000;

/** All pages in one step are one read of the database. Between two steps, a write would start the copy again. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies the database `path` to the new file `to`. Other processes can read and write the database meanwhile.
 *
 * @throws Error that names `FILE` or `DATABASE_URL`
 */
export async function copyDatabase(path: string, to: string, draft: string, check: CheckCopy): Promise<DatabaseCopy> {
  checkNewName(path, to);
  try {
    createFile(draft);
  } catch (error) {
    throw fileProblem(to, 'cannot be created', error);
  }
  try {
    await copyPages(path, draft);
    const copy = inspectCopy(draft, `DATABASE_URL: ${path}`);
    await check(copy);
    syncFile(draft);
    publish(draft, to);
    return { ...copy, path: resolve(to) };
  } catch (error) {
    throw fileProblem(to, 'cannot be written', error);
  } finally {
    removeDatabase(draft);
  }
}

function checkNewName(path: string, to: string): void {
  const folder = dirname(resolve(to));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Error(`FILE: there is no folder ${folder}. Create it first.`);
  if (lstatSync(to, { throwIfNoEntry: false }) !== undefined)
    throw new Error(`FILE: ${resolve(to)} exists already, and a backup replaces no file. Choose another name.`);
  const database = realPath(path);
  const name = join(realpathSync(folder), basename(to));
  if (COMPANIONS.some((suffix) => name === database + suffix))
    throw new Error(`FILE: SQLite uses the name ${resolve(to)} for the database itself. Choose another name.`);
}

async function copyPages(path: string, draft: string): Promise<void> {
  const use = useFile(path);
  try {
    checkNotRestored(path);
    const source = openSource(path);
    try {
      await backup(source, draft, { rate: ALL_PAGES });
    } finally {
      source.close();
    }
  } finally {
    use.end();
  }
}

function openSource(path: string): DatabaseSync {
  const source = new DatabaseSync(path, { timeout: LOCK_WAIT_MS });
  try {
    source.prepare('select count(*) from sqlite_schema').get();
    return source;
  } catch (error) {
    source.close();
    throw openingError(path, error);
  }
}
