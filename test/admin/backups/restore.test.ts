import { copyFile, cp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createBackup } from '../../../src/admin/backups/backup-create.js';
import { restoreBackup } from '../../../src/admin/backups/backup-restore.js';
import { openStore } from '../../../src/storage/open-store.js';
import { type BackupWorld, groupsIn, OTHER_KEY, openBackupWorld, SECRET_KEY } from '../../support/backup-world.js';
import { systemClock } from '../../support/deps.js';

const LONG_MS = 180_000;
const FIXTURE = resolve('test/fixtures/upgrade/0.1.0');

let world: BackupWorld;
let copy: string;
/** A database with the group `kept` and a backup of it. The group `later` was added after the backup. */
beforeEach(async () => {
  world = await openBackupWorld();
  copy = world.path('backups/copy.db');
  await world.create('kept');
  await createBackup(world.tools(), copy);
  await world.addGroup('later');
});
afterEach(() => world.close());

const replacedFiles = async () =>
  (await world.filesIn('data')).filter((name) => name.startsWith('passgraph.db-replaced-'));

/** Leaves the files of a server that was killed: some changes are only in the file of waiting changes. */
const leaveWaitingChanges = async () => {
  const live = world.path('live/passgraph.db');
  await mkdir(world.path('live'));
  await copyFile(world.database, live);
  const store = await openStore({ kind: 'sqlite', path: live });
  await store.sweep(systemClock.now());
  const file = new DatabaseSync(live);
  file.exec(`insert into groups (_id, name, "order") values ('waiting', 'Waiting', '~')`);
  for (const name of await readdir(world.path('live')))
    if (!/-(lock|shm)$/.test(name)) await cp(world.path(`live/${name}`), world.path(`data/${name}`));
  file.close();
  await store.close();
};

describe('npm run restore', () => {
  it(
    'brings the backup back, prints what comes back to life, and keeps the replaced database',
    async () => {
      const { code, stdout, stderr } = await world.run(['restore', 'backups/copy.db']);
      expect([code, stderr]).toEqual([0, '']);
      const [replaced = ''] = await replacedFiles();
      expect(stdout).toContain(`Restored ${world.database} from backups/copy.db.`);
      expect(stdout).toContain(`The replaced database is ${world.path(`data/${replaced}`)}. Delete it`);
      expect(stdout).toContain('What was revoked or removed later is valid again');
      expect(groupsIn(world.database)).toEqual(['kept']);
      expect(groupsIn(world.path(`data/${replaced}`))).toEqual(['kept', 'later']);
      expect((await stat(world.database)).mode & 0o777).toBe(0o600);
      expect(await world.filesIn('data')).toEqual(['passgraph.db', 'passgraph.db-lock', replaced, 'secret-key']);
    },
    LONG_MS,
  );

  it('records an event in the restored database', async () => {
    await restoreBackup(world.tools(), copy);
    await world.tools().use(async ({ store }) => {
      const { items } = await store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', { types: ['DATABASE_RESTORED'] });
      expect(items.map(({ record }) => record.detail.file)).toEqual(['copy.db']);
    });
  });

  it('does not bring back waiting changes of the replaced database, and keeps them with it', async () => {
    await leaveWaitingChanges();
    await restoreBackup(world.tools(), copy);
    const [replaced = ''] = await replacedFiles();
    expect(groupsIn(world.path(`data/${replaced}`))).toEqual(['kept', 'later', 'waiting']);
    await world.addGroup('new');
    expect(groupsIn(world.database)).toEqual(['kept', 'new']);
  });

  it(
    'refuses while a server uses the database, and not after the server was killed',
    async () => {
      const server = await world.start();
      const refused = await world.run(['restore', 'backups/copy.db']);
      expect([refused.code, refused.stderr]).toEqual([
        1,
        'DATABASE_URL: a server or another program uses ./data/passgraph.db. Stop it, then run the command again.\n',
      ]);
      await server.stop('SIGKILL');
      expect(await world.run(['restore', 'backups/copy.db'])).toMatchObject({ code: 0 });
      expect(groupsIn(world.database)).toEqual(['kept']);
    },
    LONG_MS,
  );

  it('refuses while a command or an earlier version uses the database, even without the lock file', async () => {
    const store = await openStore({ kind: 'sqlite', path: world.database });
    await expect(restoreBackup(world.tools(), copy)).rejects.toThrow(/^DATABASE_URL: a server or another program uses/);
    await rename(`${world.database}-lock`, world.path('lock'));
    await expect(restoreBackup(world.tools(), copy)).rejects.toThrow(/^DATABASE_URL: a server or another program uses/);
    await store.close();
    const file = new DatabaseSync(world.database);
    file.exec('pragma journal_mode = wal; select 1 from groups');
    await expect(restoreBackup(world.tools(), copy)).rejects.toThrow(/^DATABASE_URL: a server or another program uses/);
    file.close();
    expect(groupsIn(world.database)).toEqual(['kept', 'later']);
    expect(await replacedFiles()).toEqual([]);
  });

  it('keeps a server from starting until it has ended', async () => {
    const { files } = world.tools();
    await files.replaceWith(copy, async () => {
      await expect(openStore({ kind: 'sqlite', path: world.database })).rejects.toThrow(
        /^DATABASE_URL: npm run restore is replacing .*passgraph\.db\. Wait/,
      );
    });
    await (await openStore({ kind: 'sqlite', path: world.database })).close();
  });

  it('refuses what is no backup, and changes nothing', async () => {
    const damaged = await readFile(copy);
    await writeFile(world.path('backups/damaged.db'), damaged.fill(0xff, 8 * 4096, 12 * 4096));
    await writeFile(world.path('backups/text.db'), 'a text');
    await writeFile(world.path('backups/empty.db'), '');
    const other = new DatabaseSync(world.path('backups/foreign.db'));
    other.exec('create table users (id text)');
    other.close();
    const later = world.path('backups/later.db');
    await copyFile(copy, later);
    const newer = new DatabaseSync(later);
    newer.exec(`update migration_states set done = json_insert(done, '$[#]', '9999-of-the-future')`);
    newer.close();
    await copyFile(copy, world.path('backups/used.db'));
    await writeFile(world.path('backups/used.db-wal'), '');
    for (const [name, reason] of [
      ['damaged.db', /^FILE: .* is damaged \(/],
      ['text.db', /^FILE: .* is not a database of Passgraph/],
      ['empty.db', /^FILE: .* is not a database of Passgraph/],
      ['foreign.db', /^FILE: .* is not a database of Passgraph/],
      ['later.db', /^FILE: .* was migrated by a later version of Passgraph \(9999-of-the-future\)/],
      ['used.db', /^FILE: .* is in use or incomplete/],
      ['nothing.db', /^FILE: there is no file/],
      ['../backups', /^FILE: .* is not a file/],
      ['../data/passgraph.db', /^FILE: .* belongs to the database/],
    ] as const)
      await expect(restoreBackup(world.tools(), world.path(`backups/${name}`))).rejects.toThrow(reason);
    await symlink(world.database, world.path('backups/itself.db'));
    await expect(restoreBackup(world.tools(), world.path('backups/itself.db'))).rejects.toThrow(/belongs to the/);
    expect(groupsIn(world.database)).toEqual(['kept', 'later']);
    expect(await world.filesIn('data')).toEqual(['passgraph.db', 'passgraph.db-lock', 'secret-key']);
  });

  it('refuses a backup that was encrypted with another key, and accepts it with both keys', async () => {
    const tools = world.tools({ secretKeys: [OTHER_KEY] });
    await expect(restoreBackup(tools, copy)).rejects.toThrow(
      /^SECRET_KEY: .*copy\.db was encrypted with another key\. Set the SECRET_KEY/,
    );
    expect(groupsIn(world.database)).toEqual(['kept', 'later']);
    await restoreBackup(world.tools({ secretKeys: [OTHER_KEY, SECRET_KEY] }), copy);
    expect(groupsIn(world.database)).toEqual(['kept']);
  });

  it(
    'restores into an empty folder, but makes no key there',
    async () => {
      await rm(world.path('data'), { recursive: true });
      const { code, stderr } = await world.run(['restore', 'backups/copy.db']);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^SECRET_KEY: the key file .*secret-key is missing/)]);
      expect(await world.filesIn('.')).toEqual(['backups']);
      const restored = await world.run(['restore', 'backups/copy.db'], { SECRET_KEY });
      expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('There was no database before.') });
      expect(await world.filesIn('data')).toEqual(['passgraph.db', 'passgraph.db-lock']);
      expect(groupsIn(world.database)).toEqual(['kept']);
    },
    LONG_MS,
  );

  it('follows a symbolic link to the backup, and one to the database', async () => {
    await symlink(copy, world.path('backups/latest.db'));
    await mkdir(world.path('disk'));
    await rename(world.database, world.path('disk/real.db'));
    await symlink(world.path('disk/real.db'), world.database);
    await restoreBackup(world.tools(), world.path('backups/latest.db'));
    expect(groupsIn(world.path('disk/real.db'))).toEqual(['kept']);
    expect(groupsIn(world.database)).toEqual(['kept']);
    expect((await world.filesIn('disk')).filter((name) => name.startsWith('real.db-replaced-'))).toHaveLength(1);
  });

  it('replaces a database that SQLite cannot open, and keeps it with its waiting changes', async () => {
    await leaveWaitingChanges();
    const wal = await readFile(`${world.database}-wal`);
    await writeFile(world.database, 'x'.repeat(8192));
    await restoreBackup(world.tools(), copy);
    expect(groupsIn(world.database)).toEqual(['kept']);
    const [replaced = '', itsWal = ''] = await replacedFiles();
    expect(itsWal).toBe(`${replaced}-wal`);
    expect(await readFile(world.path(`data/${itsWal}`))).toEqual(wal);
    expect(await readFile(world.path(`data/${replaced}`), 'utf8')).toBe('x'.repeat(8192));
    await world.addGroup('new');
  });

  it('leaves the backup of an earlier version as it is', async () => {
    const key = (await readFile(join(FIXTURE, 'secret-key'), 'utf8')).trim();
    const tools = world.tools({ secretKeys: [key] });
    const { copy: restored } = await restoreBackup(tools, join(FIXTURE, 'passgraph.db'));
    expect(restored.needsMigration).toBe(true);
    expect(groupsIn(world.database)).toEqual(groupsIn(join(FIXTURE, 'passgraph.db')));
  });

  it(
    'changes nothing if the disk is full',
    async () => {
      const limited = ['sh', '-c', 'ulimit -f 100; exec "$@"', 'sh'];
      const { code, stderr } = await world.run(['restore', 'backups/copy.db'], {}, limited);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^FILE: .*copy\.db cannot be copied \(/)]);
      expect(groupsIn(world.database)).toEqual(['kept', 'later']);
      expect(await world.filesIn('data')).toEqual(['passgraph.db', 'passgraph.db-lock', 'secret-key']);
    },
    LONG_MS,
  );
});

describe('a process that dies', () => {
  /** The groups after a death at each step, without those that follow one another. */
  const dieAtEachStep = async (kind: 'backup' | 'restore') => {
    await leaveWaitingChanges();
    await copyFile(copy, world.path('backup.db'));
    const script = resolve('dist/test/support/die-at-each-step.js');
    const { stdout, stderr } = await world.runScript(script, [world.path('.'), world.path('scratch'), kind]);
    expect(stderr).toBe('');
    const results = JSON.parse(stdout) as { groups: readonly string[] | null }[];
    expect(results.length).toBeGreaterThan(10);
    return [...new Set(results.map(({ groups }) => JSON.stringify(groups)))].map((groups) => JSON.parse(groups));
  };

  it(
    'during a backup leaves no file of this name, or a complete one',
    async () => {
      expect(await dieAtEachStep('backup')).toEqual([null, ['kept', 'later', 'waiting']]);
    },
    LONG_MS,
  );

  it(
    'during a restore leaves the complete old database or the complete new one',
    async () => {
      expect(await dieAtEachStep('restore')).toEqual([['kept', 'later', 'waiting'], ['kept']]);
    },
    LONG_MS,
  );

  it.each([
    ['before', ['kept', 'later']],
    ['after', ['kept']],
  ] as const)(
    'by a signal %s it renames the new file leaves no lock, and the command can run again',
    async (moment, groups) => {
      const die = 'process.kill(process.pid, "SIGKILL"); for (;;);';
      const rename = moment === 'before' ? die : `real(...given); ${die}`;
      const code = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
        const real = fs.renameSync; fs.renameSync = (...given) => { ${rename} }; syncBuiltinESMExports();`;
      await writeFile(world.path('die.mjs'), code);
      const NODE_OPTIONS = `--import=${world.path('die.mjs')}`;
      expect(await world.run(['restore', 'backups/copy.db'], { NODE_OPTIONS })).toMatchObject({ code: -1 });
      expect(groupsIn(world.database)).toEqual(groups);
      await restoreBackup(world.tools(), copy);
      expect(groupsIn(world.database)).toEqual(['kept']);
      expect((await world.filesIn('data')).filter((name) => name.includes('-restore'))).toEqual([]);
    },
    LONG_MS,
  );
});
