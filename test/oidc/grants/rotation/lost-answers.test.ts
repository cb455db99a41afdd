import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../../../src/admin/issuers/issuer-default.js';
import { resealValues } from '../../../../src/admin/signing-keys/sealed-values.js';
import { makeKeys } from '../../../../src/keys/make-keys.js';
import { readHandle } from '../../../../src/keys/secrets.js';
import type { Client } from '../../../../src/model/clients/client.js';
import type { Issuer } from '../../../../src/model/clients/issuer.js';
import type { Deps } from '../../../../src/model/deps.js';
import type { User } from '../../../../src/model/people/user.js';
import { openStore } from '../../../../src/storage/open-store.js';
import { refusalOf } from '../../../support/authorization.js';
import { type FrozenClock, frozenClock, testConfig, testDeps } from '../../../support/deps.js';
import { dies, dyingStore } from '../../../support/dying-store.js';
import { makeUser } from '../../../support/fixtures.js';
import { countReuses, makeOffline, PUBLIC } from '../../../support/offline.js';
import { describeOnEachDatabase, type TestDatabase } from '../../../support/stores.js';

const OLD_KEY = randomBytes(32).toString('base64url');
const NEW_KEY = randomBytes(32).toString('base64url');
const CLIENTS: [string, Partial<Client>][] = [
  ['a confidential client', {}],
  ['a public client', PUBLIC],
];
const SECONDS = [0, 60];

describeOnEachDatabase('the rotation of refresh tokens', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  let clock: FrozenClock;
  let issuer: Issuer;
  let user: User;

  beforeAll(async () => {
    database = await makeDatabase();
    clock = frozenClock();
    deps = testDeps(await openStore(database.config), { clock, config: { secretKeys: [OLD_KEY, NEW_KEY] } });
    issuer = await ensureDefaultIssuer(deps);
    user = await makeUser(deps);
  });
  afterAll(async () => {
    await deps.store.close();
    await database.drop();
  });

  const offline = (changes: Partial<Client>) => makeOffline(deps, { issuer, user }, changes);
  const refused = async (answer: Promise<unknown>) => (await refusalOf(answer)).error;
  /** The same server after a restart with other keys. */
  const withKeys = (...secretKeys: string[]): Deps => {
    const config = testConfig({ ...deps.config, secretKeys });
    return { ...deps, config, keys: makeKeys({ ...deps, config }) };
  };
  /** The same server after the old key was replaced as docs/operation.md says. */
  const withoutOldKey = async () => {
    await resealValues(withKeys(NEW_KEY, OLD_KEY));
    return withKeys(NEW_KEY);
  };
  /** A process that dies after so many writes; what it does not wait for is left out. */
  const dying = (writes: number, on = deps) => {
    const unheard = { record: async () => undefined, recordLater: () => undefined, recordRefusal: () => undefined };
    const audit = { ...on.audit, ...unheard };
    const { store, written } = dyingStore(on.store, writes);
    return { process: { ...on, store, audit }, written };
  };

  describe.each(CLIENTS)('of %s', (_, changes) => {
    it.each(SECONDS)('goes on after an answer that was lost at any point, %s s later', async (seconds) => {
      for (let writes = 0, complete = false; !complete; writes += 1) {
        expect(writes).toBeLessThan(10);
        const { token, next, client } = await offline(changes);
        complete = !(await dies(next(token, { on: dying(writes).process })));
        clock.advance(seconds);
        const found = await next(token);
        await next(await next(found));
        expect([writes, await countReuses(deps, client)]).toEqual([writes, 0]);
      }
    });

    it.each(SECONDS)('goes on after a repetition that was lost at any point, %s s later', async (seconds) => {
      for (let writes = 0, complete = false; !complete; writes += 1) {
        expect(writes).toBeLessThan(10);
        const { token, next, client } = await offline(changes);
        await dies(next(token, { on: dying(1).process }));
        clock.advance(60);
        complete = !(await dies(next(token, { on: dying(writes).process })));
        clock.advance(seconds);
        const found = await next(token);
        await next(await next(found));
        expect([writes, await countReuses(deps, client)]).toEqual([writes, 0]);
      }
    });

    it('gives the same successor while the key of SECRET_KEY that derived it remains', async () => {
      const { token, next, client } = await offline(changes);
      const successor = await next(token);
      expect(await next(token, { on: withKeys(NEW_KEY, OLD_KEY) })).toBe(successor);
      await next(successor, { on: withKeys(NEW_KEY, OLD_KEY) });
      expect(await countReuses(deps, client)).toBe(0);
    });

    it('gives one other successor if that key is gone and the successor is unused', async () => {
      const { token, next, client } = await offline(changes);
      const lost = await next(token);
      clock.advance(9);
      const on = await withoutOldKey();
      const answers = await Promise.all(Array.from({ length: 10 }, () => next(token, { on })));
      expect(new Set(answers).size).toBe(1);
      const [found] = answers;
      expect(found).not.toBe(lost);
      clock.advance(9);
      expect(await next(token, { on })).toBe(found);
      const newest = await next(found, { on });
      expect(await countReuses(deps, client)).toBe(0);
      expect(await refused(next(lost, { on }))).toBe('invalid_grant');
      expect(await countReuses(deps, client)).toBe(1);
      expect(await refused(next(newest, { on }))).toBe('invalid_grant');
    });

    it('refuses within 10 s if that key is gone and the successor was used, and revokes nothing', async () => {
      const { token, next, client } = await offline(changes);
      const newest = await next(await next(token));
      clock.advance(9);
      const on = await withoutOldKey();
      expect(await refused(next(token, { on }))).toBe('invalid_grant');
      expect(await countReuses(deps, client)).toBe(0);
      await next(newest, { on });
      clock.advance(1);
      expect(await refused(next(token, { on }))).toBe('invalid_grant');
      expect(await countReuses(deps, client)).toBe(1);
    });

    it('goes on with tokens of version 0.1, and finds the reuse of one', async () => {
      const { token, next, client } = await offline(changes);
      const unused = await next(token);
      // Version 0.1 stored random successors, which cannot be derived again.
      const id = readHandle(token)?.id ?? '';
      const record = await deps.store.tokens.find(id);
      await deps.store.tokens.delete(id);
      const { clientGeneration, clientId, grantId, issuerId, scopes, audience, createdAt, expiresAt } = record ?? {};
      const facts = { clientGeneration, clientId, grantId, issuerId, scopes, audience, createdAt, expiresAt };
      const successorIds = [readHandle(unused)?.id ?? ''];
      const old = {
        ...facts,
        id,
        kind: 'refresh',
        secretHash: record?.secretHash,
        replacedAt: clock.now(),
        successorIds,
      };
      await deps.store.tokens.insert(old as NonNullable<typeof record>);
      clock.advance(5);
      const found = await next(token);
      expect(await next(token)).toBe(found);
      expect(found).not.toBe(unused);
      const newest = await next(found);
      expect(await countReuses(deps, client)).toBe(0);
      expect(await refused(next(unused))).toBe('invalid_grant');
      expect(await countReuses(deps, client)).toBe(1);
      expect(await refused(next(newest))).toBe('invalid_grant');
    });
  });
});
