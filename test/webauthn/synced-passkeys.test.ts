import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Deps } from '../../src/model/deps.js';
import type { Passkey } from '../../src/model/passkeys/passkey.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { authenticate, ceremonyErrorOf, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { audited } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const BOUND = { backupEligible: false, backedUp: false };
const SYNCED = { backupEligible: true, backedUp: true };

describeOnEachDatabase('passkeys of managers that sync', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let clock: FrozenClock;
  let deps: Deps;
  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    clock = frozenClock();
    deps = testDeps(store, { clock });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const stored = async ({ id }: Pick<Passkey, 'id'>) => store.passkeys.find(id);

  describe('a synced passkey', () => {
    it('may send a counter that goes back or stays, which is stored as it was sent', async () => {
      const authenticator = softwareAuthenticator(SYNCED);
      const { passkey } = await registerFirstOwner(deps, authenticator);
      for (const signCount of [1000, 1000, 3, 0, 9]) {
        await authenticate(deps, authenticator, { forgery: { signCount } });
        expect(await stored(passkey)).toMatchObject({ signCount, lastUsedAt: clock.now() });
      }
      expect(await audited(deps, 'PASSKEY_REFUSED')).toEqual([]);
    });

    it('never becomes one that is bound to a device', async () => {
      const authenticator = softwareAuthenticator(SYNCED);
      const { passkey } = await registerFirstOwner(deps, authenticator);
      const error = await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: BOUND }));
      expect(error.reason).toBe('backup eligibility changed');
      expect(await stored(passkey)).toMatchObject(SYNCED);
    });
  });

  describe('a passkey that was registered as bound to one device', () => {
    it('may become a synced one, which is stored, audited and ends the claim to be bound to hardware', async () => {
      const authenticator = softwareAuthenticator(BOUND);
      const { passkey } = await registerFirstOwner(deps, authenticator);
      await store.passkeys.delete(passkey.id);
      await store.passkeys.insert({ ...passkey, attested: true });
      expect((await authenticate(deps, authenticator)).session).toMatchObject({ acr: 'phrh' });
      clock.advance(60);
      const { session, user } = await authenticate(deps, authenticator, { forgery: SYNCED });
      expect(session).toMatchObject({ acr: 'phr', amr: ['swk', 'pop', 'user', 'mfa'] });
      expect(await stored(passkey)).toMatchObject({ ...SYNCED, syncedSince: clock.now() });
      expect(await audited(deps, 'UPDATED')).toMatchObject([
        {
          outcome: 'SUCCESS',
          userId: user.id,
          resource: 'passkey',
          resourceId: passkey.id,
          detail: { changed: ['backupEligible'], from: { backupEligible: false }, to: { backupEligible: true } },
        },
      ]);
      const back = await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: BOUND }));
      expect(back.reason).toBe('backup eligibility changed');
    });

    it('must send a growing counter in the sign-in in which it becomes a synced one', async () => {
      const authenticator = softwareAuthenticator({ ...BOUND, counts: true });
      const { passkey } = await registerFirstOwner(deps, authenticator);
      await authenticate(deps, authenticator, { forgery: { signCount: 7 } });
      for (const signCount of [7, 3, 0]) {
        const error = await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: { ...SYNCED, signCount } }));
        expect(error.reason).toBe('counter');
      }
      expect(await stored(passkey)).toMatchObject({ ...BOUND, signCount: 7 });
      await authenticate(deps, authenticator, { forgery: { ...SYNCED, signCount: 8 } });
      await authenticate(deps, authenticator, { forgery: { ...SYNCED, signCount: 2 } });
      expect(await stored(passkey)).toMatchObject({ ...SYNCED, signCount: 2 });
    });

    it('is recorded once if many sign-ins change it at the same time', async () => {
      const authenticator = softwareAuthenticator(BOUND);
      await registerFirstOwner(deps, authenticator);
      const attempts = Array.from({ length: 8 }, () => authenticate(deps, authenticator, { forgery: SYNCED }));
      expect(await Promise.all(attempts)).toHaveLength(8);
      expect(await audited(deps, 'UPDATED')).toHaveLength(1);
    });
  });

  it.each([
    ['a counter that goes back', SYNCED, { signCount: 3 }, 'counter'],
    ['a change to a synced passkey', BOUND, { ...SYNCED, signCount: 9 }, 'backup eligibility changed'],
  ] as const)('are refused with ATTESTATION=direct for %s', async (_what, traits, forgery, reason) => {
    const authenticator = softwareAuthenticator(traits);
    await registerFirstOwner(deps, authenticator);
    await authenticate(deps, authenticator, { forgery: { signCount: 7 } });
    const strict = testDeps(store, { clock, config: { attestation: 'direct' } });
    expect((await ceremonyErrorOf(authenticate(strict, authenticator, { forgery }))).reason).toBe(reason);
  });
});
