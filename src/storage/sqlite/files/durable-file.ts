import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  lchownSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from '../sync-directory.js';

/** Creates an empty file that only its owner can read. The file must not exist, not even as a symbolic link. */
export function createFile(path: string): void {
  closeSync(openSync(path, 'wx', 0o600));
}

/** Copies a file to a new path, durably but for its name. */
export function copyToNew(from: string, to: string): void {
  createFile(to);
  copyFileSync(from, to);
  chmodSync(to, 0o600);
  syncFile(to);
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * If root runs a command, the server, which perhaps runs as another user, must be able to open the new file. A symbolic
 * link is not followed, because that user could put one there and so become the owner of any file.
 */
export function ownAsFolder(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  lchownSync(path, uid, gid);
}

/** Gives a complete file its name, durably. Fails if the name is taken. */
export function publish(draft: string, path: string): void {
  addName(draft, path, () => {
    createFile(path);
    renameSync(draft, path);
  });
  rmSync(draft, { force: true });
  syncDirectory(dirname(path));
}

/** Gives a file a second name, durably. The name stays when the first one gets another file. */
export function keepAs(path: string, kept: string): void {
  addName(path, kept, () => copyToNew(path, kept));
  syncDirectory(dirname(kept));
}

/** Some file systems have no hard links, for example those of USB sticks. */
function addName(path: string, name: string, withoutLinks: () => void): void {
  try {
    linkSync(path, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    withoutLinks();
  }
}

/** Deletes a database file and the files that SQLite and Passgraph keep beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(path + suffix, { force: true });
}

export const COMPANIONS = ['-wal', '-shm', '-journal', '-mark', '-mark.new', '-lock'];
