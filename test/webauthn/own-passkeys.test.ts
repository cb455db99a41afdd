import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endSession } from '../../src/access/sessions/session.js';
import { removeOwnPasskey, renameOwnPasskey } from '../../src/account/own-passkeys.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { deletePasskey } from '../../src/admin/users/user-passkeys.js';
import type { Deps } from '../../src/model/deps.js';
import { AdminError } from '../../src/model/errors.js';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { createRecoveryCodes } from '../../src/webauthn/enrolment/recovery-codes.js';
import { authenticate, browser } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dies, dyingStore } from '../support/dying-store.js';
import { activeOf, addPasskey, audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = browser().caller;

describeOnEachDatabase('the passkeys of a signed-in user', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let clock: FrozenClock;
  let deps: Deps;
  let ada: Enrolled;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    clock = frozenClock();
    deps = testDeps(store, { clock });
    ada = await enrolUser(deps, { username: 'ada' });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const owners = async () => (await store.owners.find(OWNERS_ID))?.userIds;
  const remove = async (of: Enrolled, id: string) => removeOwnPasskey(deps, await of.active(), id, CALLER);
  const makeCodes = async (of: Enrolled) => createRecoveryCodes(deps, await of.active(), CALLER);

  describe('renameOwnPasskey', () => {
    const rename = async (of: Enrolled, id: string, name: string) =>
      renameOwnPasskey(deps, await of.active(), { id, name }, CALLER);

    it('stores the new name and writes an audit event', async () => {
      const { passkey, user } = ada.registered;
      await rename(ada, passkey.id, ' Key ring\n');
      expect(await store.passkeys.find(passkey.id)).toEqual({ ...passkey, name: 'Key ring' });
      expect(await audited(deps, 'PASSKEY_RENAMED')).toMatchObject([
        { actorKind: 'USER', actorId: user.id, userId: user.id, resourceId: passkey.id, ipAddress: '192.0.2.1' },
      ]);
    });

    it('uses the name of the authenticator if the new name is empty', async () => {
      await rename(ada, ada.registered.passkey.id, 'Key ring');
      await rename(ada, ada.registered.passkey.id, ' \u0007 ');
      expect((await store.passkeys.find(ada.registered.passkey.id))?.name).toBe('Passkey');
    });

    it('does not find a passkey of another user, or one that the user does not list', async () => {
      const eve = await enrolUser(deps, { username: 'eve' });
      expect(await refusalOf(rename(eve, ada.registered.passkey.id, 'Mine'))).toBe('not_found');
      expect(await refusalOf(rename(eve, 'unknown', 'Mine'))).toBe('not_found');
      await store.passkeys.insert({ ...ada.registered.passkey, id: 'unlisted' });
      expect(await refusalOf(rename(ada, 'unlisted', 'Mine'))).toBe('not_found');
      expect((await store.passkeys.find(ada.registered.passkey.id))?.name).toBe('Passkey');
    });
  });

  describe('removeOwnPasskey', () => {
    it('ends sign-ins with the passkey and writes an audit event', async () => {
      const phone = softwareAuthenticator();
      const { passkey } = await addPasskey(deps, ada, phone);
      expect((await authenticate(deps, phone)).user.id).toBe(ada.registered.user.id);
      await remove(ada, passkey.id);
      expect(await refusalOf(authenticate(deps, phone))).toBe('invalid_credential');
      expect(await store.passkeys.find(passkey.id)).toBeUndefined();
      expect((await ada.user()).passkeyIds).toEqual([ada.registered.passkey.id]);
      expect((await authenticate(deps, ada.authenticator)).user.id).toBe(ada.registered.user.id);
      expect(await audited(deps, 'PASSKEY_REMOVED')).toMatchObject([
        { userId: ada.registered.user.id, resourceId: passkey.id, sessionId: ada.registered.session.id },
      ]);
    });

    it('requires an authentication within the last five minutes', async () => {
      const { passkey } = await addPasskey(deps, ada);
      clock.advance(300);
      expect(await refusalOf(remove(ada, passkey.id))).toBe('authentication_required');
      clock.advance(-1);
      await remove(ada, passkey.id);
    });

    it('does not find a passkey of another user, or one that is already removed', async () => {
      const eve = await enrolUser(deps, { username: 'eve' });
      await addPasskey(deps, eve);
      const { passkey } = await addPasskey(deps, ada);
      expect(await refusalOf(remove(eve, passkey.id))).toBe('not_found');
      await remove(ada, passkey.id);
      expect(await refusalOf(remove(ada, passkey.id))).toBe('not_found');
    });

    it('keeps the last passkey, even if the user has recovery codes', async () => {
      const { id } = ada.registered.passkey;
      expect(await refusalOf(remove(ada, id))).toBe('last_passkey');
      await makeCodes(ada);
      expect(await refusalOf(remove(ada, id))).toBe('last_passkey');
      expect((await ada.user()).passkeyIds).toEqual([id]);
    });

    it('refuses a session that ends before the write', async () => {
      const { passkey } = await addPasskey(deps, ada);
      const active = await ada.active();
      await store.users.update(active.user, { sessionEpoch: active.user.sessionEpoch + 1 });
      expect(await refusalOf(removeOwnPasskey(deps, active, passkey.id, CALLER))).toBe('authentication_required');
      await endSession(deps, active.session);
      expect((await ada.user()).passkeyIds).toContain(passkey.id);
    });

    it('leaves one passkey if two sessions remove the passkeys of each other in parallel', async () => {
      for (let round = 0; round < 5; round += 1) {
        const eve = await enrolUser(deps);
        const phone = softwareAuthenticator();
        const { passkey } = await addPasskey(deps, eve, phone);
        const onPhone = await activeOf(deps, await authenticate(deps, phone));
        const removals = [remove(eve, passkey.id), removeOwnPasskey(deps, onPhone, eve.registered.passkey.id, CALLER)];
        const results = await Promise.allSettled(removals);
        expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
        expect((await eve.user()).passkeyIds).toHaveLength(1);
      }
    });

    it('removes the passkey with its event, or changes nothing, if the process is killed at any write', async () => {
      const phone = softwareAuthenticator();
      const { passkey } = await addPasskey(deps, ada, phone);
      const isRemovedAfter = async (writes: number) => {
        const dying = { ...deps, store: dyingStore(store, writes).store };
        await dies(removeOwnPasskey(dying, await ada.active(), passkey.id, CALLER));
        const filter = { resourceId: passkey.id, types: ['PASSKEY_REMOVED' as const] };
        const { items } = await store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', filter);
        return [(await store.passkeys.find(passkey.id)) === undefined, items.length];
      };
      expect(await isRemovedAfter(0)).toEqual([false, 0]);
      expect((await authenticate(deps, phone)).user.id).toBe(passkey.userId);
      expect(await isRemovedAfter(1)).toEqual([true, 1]);
      expect(await refusalOf(authenticate(deps, phone))).toBe('invalid_credential');
    });
  });

  describe('the passkeys of an owner', () => {
    it('removes the owner from the record of the owners with the last passkey', async () => {
      const first = await enrolUser(deps, { username: 'first', adminRole: 'OWNER' });
      const second = await enrolUser(deps, { username: 'second', adminRole: 'OWNER' });
      expect(await owners()).toEqual([first.registered.user.id, second.registered.user.id]);
      await deletePasskey(deps, systemCaller, { id: first.registered.passkey.id });
      expect(await owners()).toEqual([second.registered.user.id]);
    });

    it('keeps the last passkey of the last owner, for administrators too', async () => {
      const only = await enrolUser(deps, { username: 'only', adminRole: 'OWNER' });
      const { id } = only.registered.passkey;
      await expect(deletePasskey(deps, systemCaller, { id })).rejects.toThrow(AdminError);
      expect(await owners()).toEqual([only.registered.user.id]);
      expect((await authenticate(deps, only.authenticator)).user.id).toBe(only.registered.user.id);
    });

    it('keeps one owner if the last passkeys of two owners are deleted in parallel', async () => {
      const two = [
        await enrolUser(deps, { username: 'first', adminRole: 'OWNER' }),
        await enrolUser(deps, { username: 'second', adminRole: 'OWNER' }),
      ];
      const results = await Promise.allSettled(
        two.map(({ registered }) => deletePasskey(deps, systemCaller, { id: registered.passkey.id })),
      );
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const left = two.filter((_, index) => results[index]?.status === 'rejected');
      expect(await owners()).toEqual(left.map(({ registered }) => registered.user.id));
    });
  });
});
