import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { basicHeader } from '../../support/authorization.js';
import { makeClient } from '../../support/fixtures.js';
import { fileDatabase } from '../../support/stores.js';
import { aUser } from '../records.js';

const USERS = 100_000;
const REQUESTS = 100;
/** How long the count should take. The test needs only that it takes longer than the token requests. */
const COUNT_MS = 15_000;
const LONG_MS = 240_000;

describe('While a query on an SQLite file counts 100,000 users', () => {
  let app: TestApp;
  let path: string;
  beforeEach(async () => {
    const database = await fileDatabase();
    if (database.config.kind === 'sqlite') path = database.config.path;
    app = await startTestApp({}, { makeDatabase: async () => database });
  }, LONG_MS);
  afterEach(() => app?.stop(), LONG_MS);

  /** Copies one user, so that the table has so many. Each row then costs `steps` steps of a loop to read. */
  const fillUsers = async () => {
    await app.deps.store.users.insert(aUser());
    const file = new DatabaseSync(path);
    const columns = file
      .prepare('pragma table_info(users)')
      .all()
      .map(({ name }) => String(name));
    const values = columns.map((name) =>
      ['_id', 'usernameKey', 'webauthnUserId'].includes(name) ? `"${name}" || n.i` : `"${name}"`,
    );
    const names = columns.map((name) => `"${name}"`);
    file.exec(`insert into users (${names}) with recursive n(i) as (select 1 union all select i + 1 from n where i < ${USERS - 1})
      select ${values} from (select * from users limit 1), n`);
    file.exec('alter table users rename to stored_users');
    // The loop names a column of the row, so that SQLite runs it again for each row.
    const loop = (steps: number) =>
      `(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${steps} + 0 * length(u._id)) select max(i) from n) > 0`;
    const sample = file.prepare(`select count(*) from stored_users u where u.rowid <= 200 and ${loop(1000)}`);
    sample.get();
    const before = performance.now();
    sample.get();
    const steps = Math.ceil((COUNT_MS / (performance.now() - before)) * (200 / USERS) * 1000);
    file.exec(`create view users as select * from stored_users u where ${loop(steps)}`);
    file.close();
  };

  it(
    'a hundred token requests finish before it',
    async () => {
      const issuer = (await app.deps.store.issuers.find('default')) as Issuer;
      const settings = { grant_types: ['client_credentials'], accessTokenFormat: 'OPAQUE' } as const;
      const { client, secret } = await makeClient(app.deps, issuer, settings);
      await fillUsers();
      const finished: (string | number)[] = [];
      const count = app.deps.store.users.count().then((users) => finished.push(`counted ${users}`));
      for (let sent = 0; sent < REQUESTS; sent += 1) {
        const response = await fetch(`${app.origin}/oidc/token`, {
          method: 'POST',
          headers: { Authorization: basicHeader(client, secret) },
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        });
        await response.text();
        finished.push(response.status);
      }
      await count;
      expect(finished).toEqual([...Array.from({ length: REQUESTS }, () => 200), `counted ${USERS}`]);
    },
    LONG_MS,
  );
});
