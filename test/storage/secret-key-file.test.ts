import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { markInUse, secretKeyBeside } from '../../src/storage/sqlite/secret-key-file.js';

function keyOf(letter: string) {
  return letter.repeat(43);
}
const FIRST = keyOf('1');
const STRICT = { allowEmptyDatabase: false };

describe('the secret key beside an SQLite file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is created once, and only its owner can read it', async () => {
    const database = join(folder, 'data', 'passgraph.db');
    expect(await secretKeyBeside(database, FIRST, STRICT)).toBe(FIRST);
    expect(await secretKeyBeside(database, keyOf('2'), STRICT)).toBe(FIRST);
    expect((await stat(join(folder, 'data', 'secret-key'))).mode & 0o777).toBe(0o600);
  });

  it('is the same key for twenty processes that create it at the same time', async () => {
    const made = Array.from({ length: 20 }, (_, n) => String.fromCharCode(97 + n).repeat(43));
    const kept = await Promise.all(made.map((key) => secretKeyBeside(join(folder, 'x.db'), key, STRICT)));
    expect(new Set(kept).size).toBe(1);
    expect(await readdir(folder)).toEqual(['secret-key']);
  });

  it('is not replaced if the database was encrypted with a missing key, nor used if it is damaged', async () => {
    await writeFile(join(folder, 'x.db'), 'SQLite format 3\0');
    await expect(secretKeyBeside(join(folder, 'x.db'), FIRST, STRICT)).rejects.toThrow(
      /^SECRET_KEY: .*secret-key is missing/,
    );
    await writeFile(join(folder, 'secret-key'), '');
    await expect(secretKeyBeside(join(folder, 'x.db'), FIRST, STRICT)).rejects.toThrow(
      /^SECRET_KEY: .*secret-key is damaged/,
    );
  });

  it('is not demanded for a folder that was named instead of a file', async () => {
    const database = join(folder, 'data');
    await mkdir(database);
    await expect(secretKeyBeside(database, FIRST, STRICT)).rejects.toThrow(/^DATABASE_URL: .*data is a folder\./);
  });

  it('is not demanded for a file that is not an SQLite file', async () => {
    const text = join(folder, 'notes.txt');
    await writeFile(text, 'notes');
    await expect(secretKeyBeside(text, FIRST, STRICT)).rejects.toThrow(/^DATABASE_URL: .*is not an SQLite file\./);
  });

  it('that is in use beside an empty database stops the start, unless an empty database is allowed', async () => {
    const database = join(folder, 'x.db');
    expect(await secretKeyBeside(database, FIRST, STRICT)).toBe(FIRST);
    // A first start that was killed before its first commit can be repeated.
    expect(await secretKeyBeside(database, keyOf('2'), STRICT)).toBe(FIRST);
    await writeFile(database, 'a database');
    await markInUse(join(folder, 'secret-key'));
    await markInUse(join(folder, 'secret-key'));
    expect(await secretKeyBeside(database, keyOf('2'), STRICT)).toBe(FIRST);
    expect((await readFile(join(folder, 'secret-key'), 'utf8')).trim()).toBe(FIRST);
    for (const lose of [() => writeFile(database, ''), () => rm(database)]) {
      await lose();
      await expect(secretKeyBeside(database, FIRST, STRICT)).rejects.toThrow(
        /^DATABASE_URL: .*ALLOW_EMPTY_DATABASE=true/,
      );
      expect(await secretKeyBeside(database, keyOf('2'), { allowEmptyDatabase: true })).toBe(FIRST);
    }
  });
});
