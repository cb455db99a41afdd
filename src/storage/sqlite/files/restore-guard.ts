import { closeSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { syncDirectory } from '../sync-directory.js';

/*
 * SQLite keeps the latest changes in FILE-wal and does not check whether FILE-wal belongs to the database FILE
 * (https://sqlite.org/walformat.html). If an operator restores FILE from a backup but leaves FILE-wal, SQLite mixes
 * both. To detect this, the server regularly stores a new number, the mark, both in FILE and in FILE-mark: a restored
 * FILE has an older mark than FILE-mark.
 */

/**
 * The offset of `application_id`, which contains the mark, in the database file (https://sqlite.org/fileformat2.html
 * §1.3).
 */
const MARK_OFFSET = 68;
const MAX_MARK = 0x7fff_ffff;

/**
 * Checks, before SQLite opens the database, that the changes in FILE-wal belong to this database.
 *
 * @throws Error that names `DATABASE_URL` if the changes belong to another database file
 */
export function checkNotRestored(path: string): void {
  if (!hasWaitingChanges(path)) return;
  const noted = readNoted(path);
  const mark = readMark(path);
  if (noted.length === 0 || mark === undefined || noted.includes(mark)) return;
  throw new Error(
    `DATABASE_URL: ${path} was replaced, but ${path}-wal still contains changes of the previous file, and SQLite would write them into the new file. If you restored a backup, delete ${path}-wal, ${path}-shm and ${path}-mark, then start again.`,
  );
}

/**
 * Writes all changes from FILE-wal and a new mark into the database. Meanwhile, FILE-mark contains the old and the new
 * mark, so that the server can start again if the process dies at any moment.
 */
export function renewMark(file: DatabaseSync, path: string): void {
  if (!hasWaitingChanges(path)) return;
  const { application_id: mark } = file.prepare('pragma application_id').get() as { application_id: number };
  const next = mark >= MAX_MARK ? 1 : mark + 1;
  note(path, [...new Set([...readNoted(path), mark, next])]);
  file.exec(`pragma application_id = ${next}`);
  const { busy } = file.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number };
  if (busy === 0) note(path, [next]);
}

function hasWaitingChanges(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function readMark(path: string): number | undefined {
  const header = Buffer.alloc(MARK_OFFSET + 4);
  const file = openSync(path, 'r');
  try {
    return readSync(file, header) < header.length ? undefined : header.readUInt32BE(MARK_OFFSET);
  } finally {
    closeSync(file);
  }
}

function readNoted(path: string): number[] {
  try {
    return readFileSync(`${path}-mark`, 'utf8').trim().split(' ').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function note(path: string, marks: readonly number[]): void {
  // Renaming replaces FILE-mark in one step, so a power cut or a full disk leaves the previous marks in it.
  const draft = `${path}-mark.new`;
  writeFileSync(draft, `${marks.join(' ')}\n`, { mode: 0o600, flush: true });
  renameSync(draft, `${path}-mark`);
  // Without this, a power failure could leave the previous marks beside a database with the next one.
  syncDirectory(dirname(path));
}
