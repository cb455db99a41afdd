import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OWNERS_ID } from '../../../src/model/people/owners.js';
import { openStore } from '../../../src/storage/open-store.js';
import { aUser } from '../../storage/records.js';
import { type BackupWorld, type Outcome, openBackupWorld } from '../../support/backup-world.js';

const LONG_MS = 240_000;

/** The state of each check in what `--json` prints. */
function statesIn({ stdout }: Outcome): Record<string, string> {
  const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string }[] };
  return Object.fromEntries(checks.map(({ id, state }) => [id, state]));
}

describe('npm run doctor', () => {
  let world: BackupWorld;
  beforeAll(async () => {
    world = await openBackupWorld();
  });
  afterAll(() => world.close());

  it(
    'says what is wrong with a setting or the database, without a stack trace',
    async () => {
      const wrong = await world.run(['doctor'], { TRUST_PROXY: 'perhaps', PORT: 'x' });
      expect(wrong).toMatchObject({ code: 1, stderr: '' });
      expect(wrong.stdout).toMatch(/TRUST_PROXY must be/);
      expect(wrong.stdout).toContain('See docs/operation.md#if-the-server-does-not-start');
      expect(wrong.stdout).not.toMatch(/^ +at /m);
      const missing = await world.run(['doctor', '--json']);
      expect([missing.code, missing.stderr, statesIn(missing)]).toEqual([1, '', { START: 'FAILED' }]);
      expect(missing.stdout).toContain('DATABASE_URL: there is no database');
      const unknown = await world.run(['doctor', '--xml']);
      expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('Usage: npm run doctor -- [--json]') });
    },
    LONG_MS,
  );

  it(
    'asks the running server, and without one what the database says',
    async () => {
      await world.create('some');
      const store = await openStore({ kind: 'sqlite', path: world.database });
      const ada = aUser({ passkeyIds: ['one', 'two'], adminRole: 'OWNER' });
      const owners = await store.owners.find(OWNERS_ID);
      await store.users.insert(ada);
      if (owners !== undefined) await store.owners.update(owners, { userIds: [ada.id] });
      await store.close();
      const server = await world.start();
      const env = { PORT: new URL(server.origin).port };
      const answered = await world.run(['doctor', '--json'], env);
      expect(statesIn(answered)).toMatchObject({
        SERVER: 'OK',
        PUBLIC_URL: 'OK',
        PROXY: 'OK',
        OWNERS: 'OK',
        JOBS: 'OK',
        ENVIRONMENT: 'WARNING',
      });
      expect([answered.code, answered.stderr]).toEqual([0, '']);
      await server.stop('SIGTERM');
      const alone = await world.run(['doctor'], env);
      expect(alone).toMatchObject({ code: 0, stderr: '' });
      expect(alone.stdout).toMatch(/Could not be checked\n {2}SERVER +No running server answers at http:\/\/localhost/);
      expect(alone.stdout).toMatch(/Is fine\n.* {2}OWNERS +1 owner with 2 passkeys\./s);
      expect(alone.stdout).toMatch(/0 failed, \d+ to change, \d+ unknown, \d+ fine\.\n$/);
    },
    LONG_MS,
  );
});
