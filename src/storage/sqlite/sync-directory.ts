import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Waits until the disk has stored the names of the files in a directory. A new file can otherwise disappear in a power
 * failure although its content was stored (https://man7.org/linux/man-pages/man2/fsync.2.html).
 */
export function syncDirectory(path: string): void {
  // Windows cannot open a directory, and stores names without being asked.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/**
 * Creates a directory that only its owner can read, with its parents, and waits until the disk has stored them. Node's
 * own `recursive` option is not used, because it never returns if a file system refuses new directories with ENOENT.
 */
export function makeDirectory(path: string): void {
  const directory = resolve(path);
  if (existsSync(directory)) return;
  const parent = dirname(directory);
  // The root of a missing drive of Windows is its own parent.
  if (parent !== directory) makeDirectory(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may create it at the same time.
    if (!existsSync(directory)) throw error;
  }
  syncDirectory(parent);
}
