import { chown, lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ownAsFolder } from '../../../src/storage/sqlite/files/durable-file.js';
import { useFile } from '../../../src/storage/sqlite/files/file-use.js';

const IS_ROOT = process.getuid?.() === 0;
/** The user of the server, who is not root. */
const SERVER = 65_534;

describe('The lock file of an SQLite database', () => {
  let folder: string;
  let path: string;
  let victim: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    path = join(folder, 'passgraph.db');
    victim = await mkdtemp(join(tmpdir(), 'passgraph-'));
    if (IS_ROOT) await chown(folder, SERVER, SERVER);
  });
  afterEach(async () => {
    for (const made of [folder, victim]) await rm(made, { recursive: true });
  });

  it('is refused if it is a symbolic link, so that its target is neither opened nor made', async () => {
    const target = join(victim, 'target');
    await symlink(target, `${path}-lock`);
    expect(() => useFile(path)).toThrow(/^DATABASE_URL: .*passgraph\.db-lock is a symbolic link/);
    await expect(stat(target)).rejects.toThrow('ENOENT');
    await writeFile(target, '');
    expect(() => useFile(path)).toThrow(/^DATABASE_URL: .*passgraph\.db-lock is a symbolic link/);
    expect((await stat(target)).uid).toBe(process.getuid?.());
  });

  it('belongs to the owner of the folder', async () => {
    useFile(path).end();
    expect((await stat(`${path}-lock`)).uid).toBe((await stat(folder)).uid);
  });

  it('is not followed if it becomes a symbolic link before it gets its owner', async () => {
    const target = join(victim, 'target');
    await writeFile(target, 'secret');
    const link = join(folder, 'link');
    await symlink(target, link);
    ownAsFolder(link);
    expect((await stat(target)).uid).toBe(process.getuid?.());
    expect((await lstat(link)).uid).toBe((await stat(folder)).uid);
    expect(await readFile(target, 'utf8')).toBe('secret');
  });
});
