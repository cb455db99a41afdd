import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { secretKeyBeside } from '../../src/storage/secret-key-file.js';

describe('the secret key beside an SQLite file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, readable by its owner alone, and found again', async () => {
    const database = join(folder, 'data', 'passgraph.db');
    expect(await secretKeyBeside(database, 'first-made-key')).toBe('first-made-key');
    expect(await secretKeyBeside(database, 'second-made-key')).toBe('first-made-key');
    expect((await stat(join(folder, 'data', 'secret-key'))).mode & 0o777).toBe(0o600);
  });

  it('is one key for twenty that make it at once', async () => {
    const made = Array.from({ length: 20 }, (_, n) => `key-${String(n).padStart(8, '0')}-made`);
    const kept = await Promise.all(made.map((key) => secretKeyBeside(join(folder, 'x.db'), key.slice(4))));
    expect(new Set(kept).size).toBe(1);
    expect(await readdir(folder)).toEqual(['secret-key']);
  });
});
