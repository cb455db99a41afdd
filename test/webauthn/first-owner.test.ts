import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { authenticate, browser, ceremonyErrorOf, register, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dies, dyingStore } from '../support/dying-store.js';
import { makeUser } from '../support/fixtures.js';
import { audited } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { ownersOf } from './enrolments.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
});

afterEach(() => store.close());

describe('the link of the first owner', () => {
  it('creates the first owner with the username owner by default', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    expect(registered.user).toMatchObject({ username: 'owner', adminRole: 'OWNER', enabled: true });
    expect(await ownersOf(deps)).toEqual([registered.user.id]);
    expect(await audited(deps, 'ENROLMENT_LINK_USED')).toHaveLength(1);
  });

  it('uses the chosen username, or another one if owner is taken', async () => {
    await makeUser(deps, { username: 'owner' });
    const enrolment = await createFirstOwnerCode(deps);
    const options = (request: object) => registrationOptions(deps, { ...browser(), request });
    expect((await options({ enrolment })).user.name).toMatch(/^owner-[0-9a-f]{4}$/);
    expect(await ceremonyErrorOf(options({ enrolment, username: 'OWNER' }))).toMatchObject({ code: 'username_taken' });
    expect(await ceremonyErrorOf(options({ enrolment, username: '?' }))).toMatchObject({ code: 'username_invalid' });
    const request = { enrolment, username: 'ada', name: 'Ada' };
    const { user } = await register(deps, softwareAuthenticator(), { request });
    expect(user).toMatchObject({ username: 'ada', name: 'Ada' });
  });

  it('is valid for one hour and only while there is no owner', async () => {
    const [late, second] = [await createFirstOwnerCode(deps), await createFirstOwnerCode(deps)];
    clock.advance(3600);
    expect(
      await ceremonyErrorOf(register(deps, softwareAuthenticator(), { request: { enrolment: late } })),
    ).toMatchObject({
      reason: 'expired link',
    });
    clock.advance(-60);
    await registerFirstOwner(deps, softwareAuthenticator());
    expect(
      await ceremonyErrorOf(register(deps, softwareAuthenticator(), { request: { enrolment: second } })),
    ).toMatchObject({
      code: 'enrolment_invalid',
      reason: 'server has an owner',
    });
    expect(await createFirstOwnerCode(deps)).toBeUndefined();
  });

  it('stays valid until an owner can sign in if the process is killed between its writes', async () => {
    for (let writes = 0; ; writes += 1) {
      const enrolment = await createFirstOwnerCode(deps);
      const authenticator = softwareAuthenticator();
      const options = await registrationOptions(deps, { ...browser(), request: { enrolment } });
      const response = authenticator.create(options);
      const dying = dyingStore(store, writes);
      const died = await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
      if ((await ownersOf(deps))?.length === 0) {
        const again = softwareAuthenticator();
        const completed = await register(deps, again, { in: browser('another'), request: { enrolment } });
        expect(completed.user.username).toBe('owner');
        expect(await ownersOf(deps)).toEqual([completed.user.id]);
        expect(await ceremonyErrorOf(authenticate(deps, authenticator))).toMatchObject({ code: 'invalid_credential' });
        expect((await authenticate(deps, again)).user.id).toBe(completed.user.id);
      } else {
        const { user } = await authenticate(deps, authenticator);
        expect(await ownersOf(deps)).toEqual([user.id]);
        expect(user.passkeyIds).toHaveLength(1);
      }
      if (!died) break;
      await store.close();
      store = await openMemoryStore();
      deps = testDeps(store, { clock });
    }
  });
});
