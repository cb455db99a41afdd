import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { revokeExcess } from '../../src/jobs/revoke-excess.js';
import { newOrderedId, newSecret } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import { secondsAfter } from '../../src/model/time.js';
import type { Grant } from '../../src/model/tokens/grant.js';
import { openStore } from '../../src/storage/open-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { clientRecord, grantRecord, issuerRecord, userRecord } from '../support/records.js';
import { signIn } from '../support/sign-in.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

describeOnEachDatabase('what is more than the limits', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let deps: Deps;
  let clock: FrozenClock;
  let user: User;
  let client: Client;
  let start = Date.parse('2040-11-21T12:00:00.000Z');
  beforeAll(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    client = clientRecord(issuerRecord());
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });
  beforeEach(async () => {
    start += 86_400_000;
    clock = frozenClock(new Date(start));
    deps = testDeps(store, { clock, config: { maxSessions: 3, maxOfflineGrants: 2 } });
    user = userRecord();
    await store.users.insert(user);
  });

  const newSession = async () => {
    clock.advance(1);
    const { session } = await signIn(deps, { user, passkeyId: 'passkey', amr: [], acr: 'phr' }, undefined, {});
    return session.id;
  };
  const newGrant = async (changes: Partial<Grant> = {}) => {
    clock.advance(1);
    const grant = grantRecord(client, user, {
      id: newOrderedId(clock, deps.random),
      offline: true,
      codeHash: newSecret(deps.random),
      createdAt: clock.now(),
      expiresAt: secondsAfter(clock.now(), 86_400),
      ...changes,
    });
    await store.grants.insert(grant);
    return grant.id;
  };
  const run = () => revokeExcess(deps, secondsAfter(clock.now(), -60));
  const openSessions = async (ids: string[]) =>
    (await Promise.all(ids.map((id) => store.sessions.find(id)))).map((session) => session?.endedAt === undefined);
  const openGrants = async (ids: string[]) =>
    (await Promise.all(ids.map((id) => store.grants.find(id)))).map((grant) => grant?.revokedAt === undefined);
  const events = async () => {
    await store.auditEvents.numberEvents('test', clock.now());
    const filter = { types: ['LIMIT_EXCEEDED' as const], userId: user.id };
    const { items } = await store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', filter);
    return items.map(({ record }) => record.detail);
  };

  it('ends the least recently used sessions, with one event an hour', async () => {
    const ids = [await newSession(), await newSession(), await newSession(), await newSession(), await newSession()];
    const first = await store.sessions.find(ids[0] ?? '');
    clock.advance(1);
    if (first !== undefined) await store.sessions.update(first, { lastUsedAt: clock.now() });
    await run();
    expect(await openSessions(ids)).toEqual([true, false, false, true, true]);
    const later = await newSession();
    await run();
    expect(await openSessions([...ids, later])).toEqual([true, false, false, false, true, true]);
    expect(await events()).toEqual([{ limit: 'sessions', ended: 2 }]);
  });

  it('plans the logout tokens of the sessions that it ends', async () => {
    const ids = [await newSession(), await newSession(), await newSession(), await newSession()];
    await run();
    const ended = await store.sessions.findEndsToTell(secondsAfter(clock.now(), 1), 100);
    expect(ended.filter(({ userId }) => userId === user.id).map(({ id }) => id)).toEqual([ids[0]]);
  });

  it('revokes the least recently used offline grants of a user for a client', async () => {
    const ids = [await newGrant(), await newGrant(), await newGrant()];
    const others = [
      await newGrant({ offline: false }),
      await newGrant({ clientId: 'chat' }),
      await newGrant({ userId: 'another' }),
    ];
    await store.grants.touch(ids[0] ?? '', clock.now());
    await run();
    expect(await openGrants(ids)).toEqual([true, false, true]);
    expect(await openGrants(others)).toEqual([true, true, true]);
    await newGrant();
    await run();
    expect(await openGrants(ids)).toEqual([true, false, false]);
    expect(await events()).toEqual([{ limit: 'offlineGrants', revoked: 1 }]);
  });

  it('leaves everything that is within the limits, and users without new sign-ins, as they are', async () => {
    const ids = [await newSession(), await newSession(), await newSession()];
    await run();
    const more = await newSession();
    clock.advance(3600);
    await run();
    expect(await openSessions([...ids, more])).toEqual([true, true, true, true]);
    expect(await events()).toEqual([]);
  });
});
