import { cp, lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../packages/admin/src/run-command.js';
import { createBackup } from '../../../src/admin/backups/backup-create.js';
import { backupCommand } from '../../../src/admin/commands/backup-command.js';
import { restoreCommand } from '../../../src/admin/commands/restore-command.js';
import { LATEST_BACKUP_ID } from '../../../src/model/server/backup.js';
import {
  API_KEY,
  type BackupWorld,
  createGroup,
  groupsIn,
  OTHER_KEY,
  openBackupWorld,
  SECRET_KEY,
} from '../../support/backup-world.js';
import { testConfig } from '../../support/deps.js';

const LONG_MS = 180_000;
const FIXTURE = resolve('test/fixtures/upgrade/0.1.0');

let world: BackupWorld;
let copy: string;
beforeEach(async () => {
  world = await openBackupWorld();
  copy = world.path('backups/copy.db');
});
afterEach(() => world.close());

describe('npm run backup', () => {
  it(
    'copies everything that a server at full load acknowledged before, and the server continues',
    async () => {
      const server = await world.start();
      const acknowledged: string[] = [];
      let isWriting = true;
      const write = async (_: unknown, writer: number) => {
        for (let count = 0; isWriting; count += 1) {
          const id = `group-${writer}-${count}`;
          await createGroup(server, id);
          acknowledged.push(id);
        }
      };
      const writers = Array.from({ length: 16 }, write);
      const expected: Record<string, readonly string[]> = {};
      for (const name of ['backups/one.db', 'backups/two.db', 'backups/three.db']) {
        expected[name] = [...acknowledged];
        expect(await world.run(['backup', name])).toMatchObject({ code: 0, stderr: '' });
        expect(acknowledged.length).toBeGreaterThan(expected[name].length);
      }
      isWriting = false;
      await Promise.all(writers);
      await server.stop('SIGTERM');
      for (const [name, ids] of Object.entries(expected)) {
        const groups = new Set(groupsIn(world.path(name)));
        expect(ids.filter((id) => !groups.has(id))).toEqual([]);
      }
      expect(expected['backups/three.db']?.length).toBeGreaterThan(16);

      expect(await world.run(['restore', 'backups/three.db'])).toMatchObject({ code: 0, stderr: '' });
      const restored = await world.start();
      expect(await verifyLog(restored.origin)).toEqual([0, 0]);
      await createGroup(restored, 'later');
    },
    LONG_MS,
  );

  /** Exports and verifies the audit log, and returns both exit codes. */
  const verifyLog = async (origin: string) => {
    const run = (...words: string[]) =>
      runCommand(words, {
        env: { PASSGRAPH_URL: origin, PASSGRAPH_API_KEY: API_KEY },
        print: () => undefined,
        complain: () => undefined,
        readStdin: async () => '',
      });
    const [log, keys] = [world.path('log.jsonl'), world.path('keys.json')];
    return [await run('export-audit', log, '--keys', keys), await run('verify-audit', log, '--key', keys)];
  };

  it(
    'prints where the copy is, and that the secret key must be kept too',
    async () => {
      await world.create('first');
      const withFile = await world.run(['backup', 'backups/copy.db']);
      expect(withFile).toEqual({
        code: 0,
        stderr: '',
        stdout:
          `Backed up the database to ${copy} (${(await stat(copy)).size} bytes), and checked the copy.\n` +
          'The backup is useless without the secret key, which is not in it. Keep a copy of data/secret-key too, in another place.\n',
      });
      const withSetting = await world.run(['backup', 'backups/other.db'], { SECRET_KEY });
      expect(withSetting).toMatchObject({ code: 0, stdout: expect.stringContaining('useless without SECRET_KEY') });
    },
    LONG_MS,
  );

  it('makes one file that only its owner can read and that does not contain the key', async () => {
    await world.create('first');
    await createBackup(world.tools(), copy);
    expect(await world.filesIn('backups')).toEqual(['copy.db']);
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect((await readFile(copy)).includes(SECRET_KEY)).toBe(false);
  });

  it('stores the time in the database, with an event', async () => {
    await world.create('first');
    for (const name of ['one.db', 'two.db']) await createBackup(world.tools(), world.path(`backups/${name}`));
    await world.tools().use(async ({ store }) => {
      const { items } = await store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', { types: ['DATABASE_BACKED_UP'] });
      expect(items.map(({ record }) => record.detail.file)).toEqual(['two.db', 'one.db']);
      const startedAt = new Date(String(items[0]?.record.detail.startedAt));
      expect(await store.backups.find(LATEST_BACKUP_ID)).toEqual({ id: LATEST_BACKUP_ID, version: 2, startedAt });
    });
  });

  it('replaces no file, and follows no symbolic link', async () => {
    await world.create('first');
    await writeFile(world.path('backups/other.db'), 'other');
    await symlink(world.path('backups/nothing.db'), world.path('backups/link.db'));
    const before = await readFile(world.database);
    for (const name of ['backups/other.db', 'backups/link.db', 'data/passgraph.db', 'backups'])
      await expect(createBackup(world.tools(), world.path(name))).rejects.toThrow(
        `FILE: ${world.path(name)} exists already, and a backup replaces no file. Choose another name.`,
      );
    expect(await readFile(world.path('backups/other.db'), 'utf8')).toBe('other');
    expect((await lstat(world.path('backups/link.db'))).isSymbolicLink()).toBe(true);
    expect(await world.filesIn('backups')).toEqual(['link.db', 'other.db']);
    expect(await readFile(world.database)).toEqual(before);
  });

  it('takes no name that SQLite uses, even through a link to the folder, and makes no folder', async () => {
    await world.create('first');
    await symlink(world.path('data'), world.path('linked'));
    for (const name of ['data/passgraph.db-wal', 'linked/passgraph.db-journal', 'linked/passgraph.db-mark'])
      await expect(createBackup(world.tools(), world.path(name))).rejects.toThrow(/^FILE: SQLite uses/);
    await expect(createBackup(world.tools(), world.path('nowhere/copy.db'))).rejects.toThrow(
      `FILE: there is no folder ${world.path('nowhere')}. Create it first.`,
    );
  });

  it('copies the database of an earlier version without changing either, and does not store the time', async () => {
    await cp(FIXTURE, world.path('data'), { recursive: true });
    const key = (await readFile(resolve(FIXTURE, 'secret-key'), 'utf8')).trim();
    expect(await createBackup(world.tools({ secretKeys: [key] }), copy)).toMatchObject({ isRecorded: false });
    for (const path of [world.database, copy]) {
      const file = new DatabaseSync(path);
      expect(file.prepare("select name from sqlite_schema where name like '%migration%'").all()).toEqual([]);
      file.close();
    }
    expect(groupsIn(copy)).toEqual(groupsIn(resolve(FIXTURE, 'passgraph.db')));
  });

  it('fails if no key can decrypt the secrets, and leaves no file', async () => {
    await world.create('first');
    const backup = createBackup(world.tools({ secretKeys: [OTHER_KEY] }), copy);
    await expect(backup).rejects.toThrow(/^SECRET_KEY: none of the keys can decrypt/);
    expect(await world.filesIn('backups')).toEqual([]);
  });

  it('fails if the database is damaged, and leaves no file', async () => {
    await world.create('first');
    const bytes = await readFile(world.database);
    await writeFile(world.database, bytes.fill(0xff, 8 * 4096, 12 * 4096));
    await expect(createBackup(world.tools(), copy)).rejects.toThrow(/^DATABASE_URL: .*passgraph\.db is damaged/);
    expect(await world.filesIn('backups')).toEqual([]);
  });

  it(
    'says so if the disk is full, and leaves no file',
    async () => {
      await world.create('first');
      const limited = ['sh', '-c', 'ulimit -f 100; exec "$@"', 'sh'];
      const { code, stderr } = await world.run(['backup', 'backups/copy.db'], {}, limited);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^FILE: .*copy\.db cannot be written \(/)]);
      expect(await world.filesIn('backups')).toEqual([]);
    },
    LONG_MS,
  );

  it('is for SQLite only, and names the programs of MongoDB', () => {
    const config = testConfig({ database: { kind: 'mongodb', url: 'mongodb://localhost/passgraph' } });
    expect([backupCommand.refusal?.(config), restoreCommand.refusal?.(config)]).toEqual([
      expect.stringContaining('Use mongodump for MongoDB'),
      expect.stringContaining('Use mongorestore for MongoDB'),
    ]);
    expect(backupCommand.refusal?.(testConfig())).toBeUndefined();
  });
});
