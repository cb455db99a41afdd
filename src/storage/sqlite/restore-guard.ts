import { closeSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/*
 * SQLite keeps the latest changes in a second file, FILE-wal, and does not check that both files belong together
 * (https://sqlite.org/walformat.html). If an operator replaces the database by a backup and leaves FILE-wal, SQLite
 * writes the later changes into the restored database. So the server changes a mark in the database from time to time
 * and notes it in the file FILE-mark: a backup has an older mark.
 */

/** The offset of `application_id` in the header of the file (https://sqlite.org/fileformat2.html §1.3). */
const MARK_OFFSET = 68;
const MAX_MARK = 0x7fff_ffff;

/**
 * Checks, before SQLite opens the file, that the waiting changes belong to it.
 *
 * @throws Error that names `DATABASE_URL` if they belong to another file
 */
export function checkNotRestored(path: string): void {
  if (!hasWaitingChanges(path)) return;
  const noted = readNoted(path);
  const mark = readMark(path);
  if (noted.length === 0 || mark === undefined || noted.includes(mark)) return;
  throw new Error(
    `DATABASE_URL: ${path} was replaced, but ${path}-wal still contains changes of the earlier file, which SQLite would write into it. If you restored a backup, delete ${path}-wal and ${path}-shm, then start again.`,
  );
}

/**
 * Writes all waiting changes and a new mark into the database. During the change, both marks are noted, so that a
 * process that dies at any time can be started again.
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
  // Renaming replaces the file at once, so a power cut or a full disk leaves the previous marks.
  const draft = `${path}-mark.new`;
  writeFileSync(draft, `${marks.join(' ')}\n`, { mode: 0o600, flush: true });
  renameSync(draft, `${path}-mark`);
}
