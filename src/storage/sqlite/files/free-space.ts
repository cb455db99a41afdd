import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** With less, the next uploaded picture or the next group of writes can fail. */
const MIN_FREE_BYTES = 1_000_000;

/** The space of a file system: `bfree` includes the blocks that only root can use, `bavail` does not. */
export type Space = Pick<StatsFs, 'blocks' | 'bavail' | 'bfree' | 'bsize'>;

/**
 * Throws if the disk of the file is full. SQLite can still write small records then, because it reuses space in its own
 * files, while larger writes already fail.
 */
export async function checkFreeSpace(path: string): Promise<void> {
  const space = await statfs(dirname(resolve(path)));
  const isRoot = process.getuid?.() === 0;
  if (hasFreeSpace(space, isRoot)) return;
  throw new Error(
    `The disk of ${path} is full: it has ${freeBytes(space, isRoot)} bytes of free space, and the database needs ${MIN_FREE_BYTES}.`,
  );
}

/** Some file systems, such as those of networks, do not say how large they are. */
export function hasFreeSpace(space: Space, isRoot: boolean): boolean {
  return space.blocks === 0 || freeBytes(space, isRoot) >= MIN_FREE_BYTES;
}

function freeBytes({ bavail, bfree, bsize }: Space, isRoot: boolean): number {
  return (isRoot ? bfree : bavail) * bsize;
}
