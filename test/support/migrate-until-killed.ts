import { users } from '../../src/storage/entities/people/users.js';
import type { MigrationWork } from '../../src/storage/migrations/migration.js';
import { openStore } from '../../src/storage/open-store.js';

/**
 * A process that migrates the users and prints the id of each on a line. At user number `stopAt` it stops and waits until it
 * is killed.
 */
const [, , kind, place = '', stopAt = '', leaseMs = ''] = process.argv;
let migrated = 0;

async function run({ database, eachRecord }: MigrationWork): Promise<void> {
  await eachRecord(users, async ({ id }) => {
    if (migrated === Number(stopAt)) await new Promise(() => setInterval(() => undefined, 1000));
    await database.update(users, { id, name: null }, { name: 'migrated' });
    migrated += 1;
    process.stdout.write(`${id}\n`);
  });
}

const store = await openStore(kind === 'mongodb' ? { kind, url: place } : { kind: 'sqlite', path: place }, {
  migrations: {
    migrations: [{ id: '0001-name-users', run }],
    timing: { renewMs: Number(leaseMs) / 10, leaseMs: Number(leaseMs) },
    pageRecords: 10,
  },
});
await store.close();
