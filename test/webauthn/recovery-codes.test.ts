import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findActiveSession } from '../../src/access/sessions/session.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { deletePasskey } from '../../src/admin/users/user-passkeys.js';
import { LIMITS, makeLimits } from '../../src/http/request/limits.js';
import type { Deps, Limits } from '../../src/model/deps.js';
import { CeremonyError } from '../../src/model/errors.js';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createRecoveryCodes } from '../../src/webauthn/enrolment/recovery-codes.js';
import { authenticate, browser, register } from '../support/ceremonies.js';
import { countingStore } from '../support/counting-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dies, dyingStore } from '../support/dying-store.js';
import { audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = browser().caller;

describeOnEachDatabase('recovery', (makeDatabase) => {
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

  const makeCodes = async (of: Enrolled = ada): Promise<string[]> =>
    createRecoveryCodes(deps, await of.active(), CALLER);
  const options = (request: object, withDeps = deps, place = browser('elsewhere')) =>
    registrationOptions(withDeps, { ...place, request });
  const recover = (recoveryCode: string | undefined, place = 'elsewhere', username = 'ada') =>
    register(deps, softwareAuthenticator(), { in: browser(place), request: { username, recoveryCode } });

  describe('createRecoveryCodes', () => {
    it('creates ten codes of 80 random bits and stores hashes that are valid for one user', async () => {
      const codes = await makeCodes();
      expect(codes).toHaveLength(10);
      expect(new Set(codes).size).toBe(10);
      for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      const { recoveryCodeHashes } = await ada.user();
      expect(recoveryCodeHashes).toHaveLength(10);
      for (const code of codes) expect(JSON.stringify(await ada.user())).not.toContain(code.replaceAll('-', ''));
      const eve = await enrolUser(deps, { username: 'eve', recoveryCodeHashes });
      expect(await refusalOf(options({ username: 'eve', recoveryCode: codes[0] }))).toBe('recovery_invalid');
      expect((await eve.user()).recoveryCodeHashes).toHaveLength(10);
      expect(await audited(deps, 'RECOVERY_CODES_CREATED')).toMatchObject([
        { userId: ada.registered.user.id, sessionId: ada.registered.session.id, detail: { codes: 10 } },
      ]);
    });

    it('invalidates the earlier codes', async () => {
      const [old] = await makeCodes();
      const [code] = await makeCodes();
      expect(await refusalOf(recover(old))).toBe('recovery_invalid');
      await recover(code);
    });

    it('requires an authentication within the last five minutes and a valid session', async () => {
      const active = await ada.active();
      clock.advance(300);
      expect(await refusalOf(makeCodes())).toBe('authentication_required');
      clock.advance(-1);
      await store.users.update(active.user, { sessionEpoch: active.user.sessionEpoch + 1 });
      expect(await refusalOf(createRecoveryCodes(deps, active, CALLER))).toBe('authentication_required');
      expect((await ada.user()).recoveryCodeHashes).toEqual([]);
    });
  });

  describe('a recovery code', () => {
    it('registers one passkey and ends the existing sessions and grants', async () => {
      const [code, ...others] = await makeCodes();
      await store.users.update(await ada.user(), { deletionAt: clock.now() });
      const { user } = await ada.active();
      const found = await recover(code);
      expect(found).toMatchObject({ next: '/account?at=passkeys&done=recovered', user: { id: user.id } });
      expect(await findActiveSession(deps, ada.cookie)).toBeUndefined();
      const active = await findActiveSession(deps, found.sessionCookie);
      expect(active?.user).toMatchObject({
        sessionEpoch: user.sessionEpoch + 1,
        grantEpoch: user.grantEpoch + 1,
        passkeyIds: [ada.registered.passkey.id, found.passkey.id],
      });
      expect(active?.user.recoveryCodeHashes).toHaveLength(others.length);
      // The thief may have asked for the deletion of the account.
      expect((await ada.user()).deletionAt).toBeUndefined();
      expect(await audited(deps, 'DELETION_CANCELLED')).toMatchObject([{ userId: user.id, resourceId: user.id }]);
      expect(await audited(deps, 'RECOVERY_CODE_USED')).toMatchObject([
        { outcome: 'SUCCESS', userId: user.id, resourceId: user.id, ipAddress: '192.0.2.1', detail: { left: 9 } },
      ]);
      expect(await audited(deps, 'PASSKEY_ADDED')).toHaveLength(2);
    });

    it('is accepted in upper or lower case, with or without hyphens', async () => {
      const [first = '', second = ''] = await makeCodes();
      await recover(` ${first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `);
      await recover(second.replaceAll('-', ''), 'elsewhere', 'ADA');
    });

    it('works once', async () => {
      const [code] = await makeCodes();
      await recover(code);
      expect(await refusalOf(recover(code))).toBe('recovery_invalid');
    });

    it('stays valid if the ceremony is cancelled or its answer is refused', async () => {
      const [code] = await makeCodes();
      await options({ username: 'ada', recoveryCode: code });
      const forged = register(deps, softwareAuthenticator(), {
        in: browser('elsewhere'),
        request: { username: 'ada', recoveryCode: code },
        forgery: { uv: false },
      });
      expect(await refusalOf(forged)).toBe('invalid_credential');
      expect((await ada.user()).recoveryCodeHashes).toHaveLength(10);
      expect(await findActiveSession(deps, ada.cookie)).toBeDefined();
      await recover(code);
    });

    it('becomes invalid if it is replaced or its user is disabled during the ceremony', async () => {
      for (const change of [
        () => makeCodes(),
        async () => store.users.update(await ada.user(), { enabled: false }),
      ] as const) {
        const [code] = await makeCodes();
        const place = browser('elsewhere');
        const creation = await options({ username: 'ada', recoveryCode: code });
        await change();
        const response = softwareAuthenticator().create(creation);
        expect(await refusalOf(verifyRegistration(deps, { ...place, response }))).toBe('recovery_invalid');
        expect(await store.passkeys.count()).toBe(1);
      }
    });

    it('makes a user with the owner role and no passkey an owner again', async () => {
      const owners = async () => (await store.owners.find(OWNERS_ID))?.userIds;
      const first = await enrolUser(deps, { username: 'first', adminRole: 'OWNER' });
      const second = await enrolUser(deps, { username: 'second', adminRole: 'OWNER' });
      const [code] = await makeCodes(first);
      await deletePasskey(deps, systemCaller, { id: first.registered.passkey.id });
      expect(await owners()).toEqual([second.registered.user.id]);
      await recover(code, 'elsewhere', 'first');
      expect(await owners()).toEqual([second.registered.user.id, first.registered.user.id]);
    });

    it('gives one passkey and one session if it is used twenty times in parallel', async () => {
      const [code] = await makeCodes();
      const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => recover(code, `b${index}`)));
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'recovery_invalid' });
      }
      const user = await ada.user();
      expect(user.passkeyIds).toEqual([ada.registered.passkey.id, won[0]?.passkey.id]);
      expect(user.recoveryCodeHashes).toHaveLength(9);
      expect(await store.passkeys.count()).toBe(2);
      expect(await store.sessions.count({ userId: user.id })).toBe(2);
    });

    it('is used with all its effects, or not at all, if the process is killed at any write', async () => {
      for (let writes = 0; ; writes += 1) {
        const [code] = await makeCodes(ada);
        const before = await ada.user();
        const creation = await options({ username: 'ada', recoveryCode: code });
        const dying = { ...deps, store: dyingStore(store, writes).store };
        const authenticator = softwareAuthenticator();
        const response = authenticator.create(creation);
        const isKilled = await dies(verifyRegistration(dying, { ...browser('elsewhere'), response }));
        if (!isKilled) {
          expect(writes).toBe(2); // The challenge, and one change set.
          break;
        }
        expect(await ada.user()).toStrictEqual(before);
        expect(await store.passkeys.find(response.id)).toBeUndefined();
        expect(await findActiveSession(deps, ada.cookie)).toBeDefined();
        expect(await refusalOf(authenticate(deps, authenticator))).toBe('invalid_credential');
      }
      const user = await ada.user();
      expect([user.passkeyIds.length, user.recoveryCodeHashes.length]).toEqual([2, 9]);
      expect(await findActiveSession(deps, ada.cookie)).toBeUndefined();
    });
  });

  describe('a wrong recovery code', () => {
    const refusalTo = async (request: object, withDeps = deps) => {
      const error = await options(request, withDeps).catch((reason: unknown) => reason);
      if (!(error instanceof CeremonyError)) throw new Error('It was not refused.');
      const { code, status, message } = error;
      return { code, status, message };
    };

    it('gets the same answer for an unknown username, another user’s code, no code and a disabled user', async () => {
      const [code] = await makeCodes();
      const eve = await enrolUser(deps, { username: 'eve' });
      await enrolUser(deps, { username: 'mute' });
      const mute = await store.users.findByUsername('mute');
      const [ofMute] = await makeCodes(await enrolUser(deps, { username: 'off' }));
      const off = await store.users.findByUsername('off');
      if (mute === undefined || off === undefined) throw new Error('They are gone.');
      await store.users.update(off, { enabled: false });
      const guesses = [
        { username: 'stranger', recoveryCode: code },
        { username: '', recoveryCode: code },
        { username: ' not a name ', recoveryCode: code },
        { username: 'ada', recoveryCode: '0000-0000-0000-0000' },
        { username: 'ada', recoveryCode: '' },
        { username: 'ada', recoveryCode: (await ada.user()).recoveryCodeHashes[0] },
        { username: 'eve', recoveryCode: code },
        { username: 'mute', recoveryCode: code },
        { username: 'off', recoveryCode: ofMute },
      ];
      const refusals = await Promise.all(guesses.map((guess) => refusalTo(guess)));
      expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
      expect(refusals[0]).toMatchObject({ code: 'recovery_invalid', status: 400 });
      expect(await eve.active()).toBeDefined();
    });

    it('is in the audit log, also for an unknown username, and without the code', async () => {
      await makeCodes();
      await refusalTo({ username: 'ada', recoveryCode: 'WRNG-C0DE' });
      await refusalTo({ username: 'stranger', recoveryCode: 'WRNG-C0DE' });
      const events = await audited(deps, 'RECOVERY_CODE_USED');
      expect(events).toMatchObject([
        { outcome: 'FAILURE', userId: ada.registered.user.id, ipAddress: '192.0.2.1' },
        { outcome: 'FAILURE', ipAddress: '192.0.2.1' },
      ]);
      expect(events[1]?.userId).toBeUndefined();
      expect(JSON.stringify(events)).not.toMatch(/WRNG|stranger/);
    });

    it('makes the same store calls for a known and an unknown username', async () => {
      await makeCodes();
      const calls: string[][] = [];
      for (const username of ['ada', 'stranger']) {
        const made: string[] = [];
        await refusalTo({ username, recoveryCode: 'WRNG-C0DE' }, { ...deps, store: countingStore(store, made) });
        calls.push(made);
      }
      expect(calls[0]).toEqual(calls[1]);
    });

    describe('is limited', () => {
      const limits = (counted: string[], full: (key: string) => boolean): Limits => ({
        take: (name, key) => {
          counted.push(`${name} ${key}`);
          return Promise.resolve(!full(key));
        },
      });
      const limited = (full: (key: string) => boolean, counted: string[] = []) => ({
        ...deps,
        limits: limits(counted, full),
      });
      const tooMany = { code: 'rate_limited', status: 429 };

      it('by address, for right and wrong codes', async () => {
        const [code] = await makeCodes();
        const full = limited((key) => key === 'address:192.0.2.1');
        for (const username of ['ada', 'stranger']) {
          for (const recoveryCode of [code, 'WRNG-C0DE']) {
            expect(await refusalTo({ username, recoveryCode }, full)).toMatchObject(tooMany);
          }
        }
      });

      it('by account, in every spelling of the username, also for unknown usernames', async () => {
        const counted: string[] = [];
        const counting = limited(() => false, counted);
        for (const username of ['ada', 'ADA', 'stranger']) await refusalTo({ username, recoveryCode: 'x' }, counting);
        const [ada1, ada2, stranger] = counted.filter((key) => key.startsWith('recovery account:'));
        expect([ada1 === ada2, ada1 === stranger]).toEqual([true, false]);
        const full = limited((key) => key.startsWith('account:'));
        const before = await audited(deps, 'RECOVERY_CODE_USED');
        for (const username of ['ada', 'stranger']) {
          expect(await refusalTo({ username, recoveryCode: 'x' }, full)).toMatchObject(tooMany);
        }
        expect(await audited(deps, 'RECOVERY_CODE_USED')).toEqual(before);
      });

      it('without locking the user out: the right code works after any number of wrong ones', async () => {
        const [code] = await makeCodes();
        const made = makeLimits();
        const from = (ipAddress: string) => ({ ...browser('elsewhere'), caller: { ipAddress } });
        const attacked = { ...deps, limits: made };
        for (let attempt = 0; attempt < LIMITS.recovery.points * 2; attempt += 1) {
          const place = from(`198.51.100.${attempt}`);
          const guess = options({ username: 'ada', recoveryCode: 'WRNG-C0DE' }, attacked, place);
          expect(await refusalOf(guess)).toBe(attempt < LIMITS.recovery.points ? 'recovery_invalid' : 'rate_limited');
        }
        const place = from('203.0.113.7');
        const creation = await options({ username: 'ada', recoveryCode: code }, attacked, place);
        const response = softwareAuthenticator().create(creation);
        const { user } = await verifyRegistration(attacked, { ...place, response });
        expect(user.recoveryCodeHashes).toHaveLength(9);
      });
    });
  });

  it('refuses the interaction of another browser', async () => {
    const [code] = await makeCodes();
    const error = await options({ username: 'ada', recoveryCode: code, interaction: 'of another' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'interaction_expired' });
  });
});
