import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * Writes a file and waits until the disk has stored it. The file gets its name only when it is complete, so an error
 * keeps the file that had the name before. Pipes and devices are written directly.
 */
export async function replaceFile(path: string, content: AsyncIterable<string>, mode: number): Promise<void> {
  if (await isPipeOrDevice(path)) return fill(path, await open(path, 'w'), content);
  const target = await realpath(path).catch(() => path);
  const draft = `${target}.partial-${randomUUID()}`;
  try {
    const file = await openDraft(draft, path, mode);
    await fill(path, file, content, () => file.sync());
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
}

async function isPipeOrDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Opens the draft. An error names the file that the user chose. */
async function openDraft(draft: string, path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(draft, 'wx', mode);
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

async function fill(
  path: string,
  file: FileHandle,
  content: AsyncIterable<string>,
  finish?: () => Promise<void>,
): Promise<void> {
  try {
    await file.writeFile(content);
    await finish?.();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new Error(`${path} cannot be written (${code}). Free some space, or use another disk.`, { cause: error });
  } finally {
    await file.close();
  }
}
