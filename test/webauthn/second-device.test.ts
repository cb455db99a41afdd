import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { reportCode } from '../../src/access/sessions/reported-session.js';
import { endSession, findActiveSession } from '../../src/access/sessions/session.js';
import { ownActivity } from '../../src/account/own-activity.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { pendingEnrolmentLinks } from '../../src/admin/users/enrolment-links.js';
import { setUserEnabled } from '../../src/admin/users/user-update.js';
import { contentPlace } from '../../src/mail/plan-mail.js';
import type { Deps } from '../../src/model/deps.js';
import type { MailContent } from '../../src/model/server/mail.js';
import { openStore } from '../../src/storage/open-store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createRecoveryCodes } from '../../src/webauthn/enrolment/recovery-codes.js';
import { confirmDevice, refuseDevice } from '../../src/webauthn/second-device/confirm-device.js';
import { createDeviceLink } from '../../src/webauthn/second-device/create-device-link.js';
import { deviceLinkCode, deviceLinkId } from '../../src/webauthn/second-device/device-link.js';
import { readJoiningLink, readOwnLink } from '../../src/webauthn/second-device/device-link-state.js';
import { authenticate, browser, register } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { mailConfig } from '../support/mail-server.js';
import { audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, openMemoryStore, type TestDatabase } from '../support/stores.js';
import { linkFor } from './enrolments.js';

const CALLER = browser().caller;
const NEW_DEVICE = { ipAddress: '198.51.100.7', userAgent: 'A phone' };

/** What tests of a second device need: a signed-in user, and what the two devices do. */
async function secondDevices(deps: Deps) {
  const ada = await enrolUser(deps, { username: 'ada', email: 'ada@example.org', email_verified: true });
  const makeLink = async () => deviceLinkCode(deps, await createDeviceLink(deps, await ada.active(), CALLER));
  const join = (device: string, name = 'phone', authenticator = softwareAuthenticator()) =>
    register(deps, authenticator, { in: { ...browser(name), caller: NEW_DEVICE }, request: { device } });
  const own = async () => readOwnLink(deps, await ada.active());
  const linkOf = async () => {
    const link = await deps.store.deviceLinks.find(deviceLinkId(ada.registered.session));
    if (link === undefined) throw new Error('The session has no link.');
    return link;
  };
  const confirm = async (typed?: string, of: Enrolled = ada) =>
    confirmDevice(deps, await of.active(), typed ?? (await linkOf()).device?.number ?? '', CALLER);
  const stateAt = async (code: string, name = 'phone') => (await readJoiningLink(deps, code, name)).state;
  return { ada, makeLink, join, own, linkOf, confirm, stateAt };
}

describe('A second device', () => {
  let clock: FrozenClock;
  let deps: Deps;
  let at: Awaited<ReturnType<typeof secondDevices>>;

  beforeEach(async () => {
    clock = frozenClock();
    deps = testDeps(await openMemoryStore(), { clock, config: { mail: mailConfig('smtp://localhost') } });
    at = await secondDevices(deps);
  });
  afterEach(() => deps.store.close());

  const wrongNumber = async () => String(((Number((await at.linkOf()).device?.number) - 9) % 90) + 10);

  it('can sign in once the first device has confirmed its number, and ends nothing', async () => {
    const before = await at.ada.user();
    const { id } = await linkFor(deps, before);
    const phone = softwareAuthenticator();
    const code = await at.makeLink();
    expect([await at.stateAt(code), (await at.own()).state]).toEqual(['OPEN', 'OPEN']);
    const joined = await at.join(code, 'phone', phone);
    expect(joined).toMatchObject({ isWaiting: true, next: `/join/${code}` });
    expect(joined.sessionCookie).toBeUndefined();
    expect([await at.stateAt(code), (await at.own()).state]).toEqual(['WAITING', 'WAITING']);
    expect((await at.linkOf()).device?.number).toMatch(/^[1-9]\d$/);

    expect((await at.ada.user()).passkeyIds).toEqual(before.passkeyIds);
    expect(await deps.store.passkeys.find(joined.passkey.id)).toBeUndefined();
    expect(await refusalOf(authenticate(deps, phone))).toBe('invalid_credential');

    clock.advance(1);
    expect(await at.confirm()).toBe('CONFIRMED');
    const after = await at.ada.user();
    expect(after.passkeyIds).toEqual([...before.passkeyIds, joined.passkey.id]);
    const { sessionEpoch, grantEpoch, enrolmentEpoch, keyEpoch } = before;
    expect(after).toMatchObject({ sessionEpoch, grantEpoch, enrolmentEpoch, keyEpoch });
    expect(await deps.store.passkeys.find(joined.passkey.id)).toEqual({ ...joined.passkey, createdAt: clock.now() });
    expect((await pendingEnrolmentLinks(deps, after)).map((link) => link.id)).toEqual([id]);
    expect(await findActiveSession(deps, at.ada.cookie)).toBeDefined();
    expect((await authenticate(deps, phone)).user.id).toBe(before.id);
    expect([await at.stateAt(code), (await at.own()).state]).toEqual(['CONFIRMED', 'CONFIRMED']);
    const events = await audited(deps, 'DEVICE_LINK_CREATED', 'DEVICE_LINK_USED', 'PASSKEY_ADDED');
    expect(events.map(({ type }) => type).slice(-3)).toEqual([
      'DEVICE_LINK_CREATED',
      'DEVICE_LINK_USED',
      'PASSKEY_ADDED',
    ]);
    expect(events.at(-1)).toMatchObject({ resourceId: joined.passkey.id, sessionId: at.ada.registered.session.id });
  });

  it('is the one that the mail and the activity of the account name', async () => {
    await at.join(await at.makeLink());
    clock.advance(1);
    await at.confirm();
    const { items } = await deps.store.mails.page({ first: 1 }, { userId: at.ada.registered.user.id });
    const { id = '', content } = items[0]?.record ?? {};
    if (content === undefined) throw new Error('there is no mail');
    const { facts } = JSON.parse(deps.keys.open(content, contentPlace(id))) as MailContent;
    const code = reportCode(deps, at.ada.registered.session);
    expect(facts).toMatchObject({ kind: 'PASSKEY_ADDED', ...NEW_DEVICE, reportCode: code });
    const { entries } = await ownActivity(deps, await at.ada.active());
    const shown = entries.map(({ happening, ipAddress, sessionId }) => ({
      what: happening.what,
      ipAddress,
      sessionId,
    }));
    expect(shown.slice(0, 2)).toEqual([
      { what: 'passkeyAdded', ipAddress: NEW_DEVICE.ipAddress },
      { what: 'deviceLinkUsed', ipAddress: NEW_DEVICE.ipAddress },
    ]);
  });

  it('needs a sign-in within the last five minutes, and a link within the last ten', async () => {
    clock.advance(300);
    expect(await refusalOf(at.makeLink())).toBe('authentication_required');
    clock.advance(-1);
    const code = await at.makeLink();
    clock.advance(599);
    await at.join(code);
    clock.advance(1);
    expect(await refusalOf(at.confirm())).toBe('not_found');
    expect(await refusalOf(at.stateAt(code))).toBe('enrolment_invalid');
    expect((await at.own()).state).toBe('NONE');
  });

  it('is not added after a wrong number, which ends the link', async () => {
    const code = await at.makeLink();
    const phone = softwareAuthenticator();
    await at.join(code, 'phone', phone);
    expect(await at.confirm(await wrongNumber())).toBe('WRONG_NUMBER');
    expect(await refusalOf(at.confirm())).toBe('not_found');
    expect(await at.stateAt(code)).toBe('REFUSED');
    expect(await refusalOf(at.join(code))).toBe('enrolment_invalid');
    expect(await refusalOf(authenticate(deps, phone))).toBe('invalid_credential');
    expect(await audited(deps, 'DEVICE_LINK_REFUSED')).toMatchObject([{ detail: { reason: 'number' } }]);
  });

  it('is not added if the first device refuses it, before or after it made its passkey', async () => {
    for (const isMade of [false, true]) {
      const code = await at.makeLink();
      if (isMade) await at.join(code);
      await refuseDevice(deps, await at.ada.active(), CALLER);
      expect(await refusalOf(isMade ? at.confirm() : at.join(code))).toBe(isMade ? 'not_found' : 'enrolment_invalid');
    }
    expect((await at.ada.user()).passkeyIds).toHaveLength(1);
  });

  it('that began first is the only one that can use the link, and it can begin again', async () => {
    const code = await at.makeLink();
    const begin = (name: string) => registrationOptions(deps, { ...browser(name), request: { device: code } });
    const thief = await begin('thief');
    await begin('thief');
    expect(await refusalOf(begin('phone'))).toBe('enrolment_invalid');
    expect(await at.stateAt(code)).toBe('TAKEN');
    const response = softwareAuthenticator().create(thief);
    expect(await refusalOf(verifyRegistration(deps, { ...browser('phone'), response }))).toBe('invalid_credential');
    expect(await audited(deps, 'DEVICE_LINK_USED')).toHaveLength(1);
  });

  it('cannot make a second passkey with the same link', async () => {
    const code = await at.makeLink();
    const place = browser('phone');
    const [first, second] = [
      await registrationOptions(deps, { ...place, request: { device: code } }),
      await registrationOptions(deps, { ...place, request: { device: code } }),
    ];
    await verifyRegistration(deps, { ...place, response: softwareAuthenticator().create(first) });
    const again = verifyRegistration(deps, { ...place, response: softwareAuthenticator().create(second) });
    expect(await refusalOf(again)).toBe('enrolment_invalid');
    expect(await refusalOf(at.join(code))).toBe('enrolment_invalid');
  });

  it('needs the newest link of the session, and its secret', async () => {
    const old = await at.makeLink();
    const begun = await registrationOptions(deps, { ...browser('phone'), request: { device: old } });
    const code = await at.makeLink();
    expect(code).not.toBe(old);
    for (const wrong of [old, '', code.slice(0, -1), `${code}x`, code.split('.')[0] ?? '', `${code.split('.')[0]}.`]) {
      expect([wrong, await refusalOf(at.join(wrong))]).toEqual([wrong, 'enrolment_invalid']);
    }
    const late = verifyRegistration(deps, { ...browser('phone'), response: softwareAuthenticator().create(begun) });
    expect(await refusalOf(late)).toBe('enrolment_invalid');
    await at.join(code);
    expect(await at.confirm()).toBe('CONFIRMED');
    expect(await refusalOf(at.join(code, 'thief'))).toBe('enrolment_invalid');
  });

  it('is confirmed only in the session that made the link, and by the account that it joins', async () => {
    const code = await at.makeLink();
    await at.join(code);
    const eve = await enrolUser(deps, { username: 'eve' });
    expect(await refusalOf(at.confirm(undefined, eve))).toBe('not_found');
    const elsewhere = await authenticate(deps, at.ada.authenticator, { in: browser('elsewhere') });
    const active = await findActiveSession(deps, elsewhere.sessionCookie);
    if (active === undefined) throw new Error('not signed in');
    const { number = '' } = (await at.linkOf()).device ?? {};
    expect(await refusalOf(confirmDevice(deps, active, number, CALLER))).toBe('not_found');
    const asEve = { ...browser('phone', eve.cookie), request: { device: await at.makeLink() } };
    expect(await refusalOf(registrationOptions(deps, { ...asEve, activeSession: await eve.active() }))).toBe(
      'signed_in_as_another',
    );
  });

  it.each([
    ['its session ends', async () => void (await endSession(deps, at.ada.registered.session))],
    [
      'the user is disabled',
      async () => void (await setUserEnabled(deps, systemCaller, { id: at.ada.registered.user.id, enabled: false })),
    ],
    ['the user recovers the account elsewhere', () => recover('elsewhere')],
    ['the user recovers the account in the same session', () => recover('browser', at.ada.cookie)],
    ['the user uses an enrolment link', () => useLink()],
  ])('is not added if %s', async (_, event) => {
    const code = await at.makeLink();
    const active = await at.ada.active();
    await at.join(code);
    const { number = '' } = (await at.linkOf()).device ?? {};
    const passkeysBefore = (await at.ada.user()).passkeyIds;
    await event();
    expect(await refusalOf(at.stateAt(code))).toBe('enrolment_invalid');
    expect(await refusalOf(confirmDevice(deps, active, number, CALLER))).toBe('not_found');
    const joining = (await at.linkOf()).passkey?.id;
    expect([passkeysBefore, (await at.ada.user()).passkeyIds].flat()).not.toContain(joining);
  });

  async function recover(name: string, cookie?: string) {
    const [recoveryCode] = await createRecoveryCodes(deps, await at.ada.active(), CALLER);
    const request = { username: 'ada', recoveryCode };
    await register(deps, softwareAuthenticator(), { in: browser(name, cookie), request });
  }
  async function useLink() {
    const { code: enrolment } = await linkFor(deps, await at.ada.user());
    await register(deps, softwareAuthenticator(), { in: browser('elsewhere'), request: { enrolment } });
  }
});

describeOnEachDatabase('A link for a second device', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  beforeEach(async () => {
    database = await makeDatabase();
    deps = testDeps(await openStore(database.config), { clock: frozenClock() });
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  it('is used by one of ten devices, and confirmed by one of ten answers', async () => {
    const at = await secondDevices(deps);
    const code = await at.makeLink();
    const names = Array.from({ length: 10 }, (_, index) => `device-${index}`);
    const joined = await Promise.allSettled(names.map((name) => at.join(code, name)));
    expect(joined.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { number = '' } = (await at.linkOf()).device ?? {};
    const active = await at.ada.active();
    const answers = await Promise.allSettled(names.map(() => confirmDevice(deps, active, number, CALLER)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await at.ada.user()).passkeyIds).toHaveLength(2);
    expect(await audited(deps, 'DEVICE_LINK_USED')).toHaveLength(1);
  });
});
