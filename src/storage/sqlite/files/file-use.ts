import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from '../sqlite-errors.js';
import { ownAsFolder } from './durable-file.js';

/*
 * Every process that opens a database FILE holds a lock on FILE-lock until it closes the database. The operating system
 * releases the locks of a process that ends, so FILE-lock can stay: its existence means nothing. Node.js has no
 * function for such locks, but SQLite has: FILE-lock is an empty SQLite file.
 */

/** A lock on the use of a database file. */
export interface FileUse {
  end(): void;
}

/** How long the start waits while another process tries to replace the file. */
const WAIT_MS = 2000;

/**
 * Notes that this process uses the database, so that no other process replaces its file.
 *
 * @throws Error that names `DATABASE_URL` if another process is replacing the file
 */
export function useFile(path: string): FileUse {
  return lock(
    path,
    WAIT_MS,
    'begin; select count(*) from sqlite_schema',
    `DATABASE_URL: npm run restore is replacing ${path}. Wait until it has ended, then start again.`,
  );
}

/**
 * Reserves the database file for a process that replaces it.
 *
 * @throws Error that names `DATABASE_URL` if another process uses the database
 */
export function reserveFile(path: string): FileUse {
  return lock(path, 0, 'pragma journal_mode = memory; begin exclusive', inUseMessage(path));
}

export function inUseMessage(path: string): string {
  return `DATABASE_URL: a server or another program uses ${path}. Stop it, then run the command again.`;
}

/** The path without symbolic links, which is the path that SQLite uses. The file itself may be missing. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return join(realpathSync(dirname(path)), basename(path));
  }
}

function lock(path: string, waitMs: number, statements: string, ifBusy: string): FileUse {
  const lockPath = `${realPath(path)}-lock`;
  checkNoLink(lockPath);
  const file = new DatabaseSync(lockPath, { timeout: waitMs });
  try {
    ownAsFolder(lockPath);
    file.exec(statements);
  } catch (error) {
    file.close();
    throw isBusy(error) ? new Error(ifBusy, { cause: error }) : error;
  }
  return { end: () => file.close() };
}

/** Root must not open or create the file to which a link leads that the user of the server has put there. */
function checkNoLink(lockPath: string): void {
  if (lstatSync(lockPath, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new Error(
    `DATABASE_URL: ${lockPath} is a symbolic link, which Passgraph never makes. Delete it, then try again.`,
  );
}
