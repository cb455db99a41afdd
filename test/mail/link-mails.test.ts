import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createInvitation } from '../../src/admin/invitations/invitation-create.js';
import { issueEnrolmentLink } from '../../src/admin/users/enrolment-link-issue.js';
import { updateUser } from '../../src/admin/users/user-update.js';
import { makeLimits } from '../../src/http/request/limits.js';
import { contentPlace } from '../../src/mail/plan-mail.js';
import type { MailContent } from '../../src/model/server/mail.js';
import { openInvitation } from '../../src/webauthn/invitations/invitation-code.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { register } from '../support/ceremonies.js';
import { makeUser } from '../support/fixtures.js';
import { mailConfig } from '../support/mail-server.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';

const INVITATION = 'url invitation { id expiresAt }';
const LINK = 'enrolmentLink { id url qrCode expiresAt }';
const INJECTED = ['a@example.org\r\nBcc: eve@example.org', 'a@example.org, eve@example.org', 'Ada <a@example.org>', ''];

describe('A mailed link', () => {
  let server: Administration;
  beforeAll(async () => {
    server = await openAdministration({ config: { mail: mailConfig('smtp://localhost') }, limits: makeLimits() });
  });
  afterAll(() => server.close());

  /** The newest mail, and what it says. */
  const newest = async () => {
    const { items } = await server.deps.store.mails.page({ first: 1 }, {});
    const mail = items[0]?.record;
    if (mail?.content === undefined) throw new Error('there is no mail');
    return { ...mail, says: JSON.parse(server.deps.keys.open(mail.content, contentPlace(mail.id))) as MailContent };
  };
  const count = () => server.deps.store.mails.count({});
  const newUser = (changes: object = {}) =>
    makeUser(server.deps, { passkeyIds: [], email_verified: false, ...changes });
  const mailLink = (input: object, key?: string) => {
    // Mails are listed in the order of their times.
    server.clock.advance(1);
    return server.mutate('createEnrolmentLink', { mail: true, ...input }, LINK, key);
  };

  it('of an invitation goes to the recipient in a language, without the name of the invitation, while it is valid', async () => {
    const input = { name: 'Claim your prize', recipient: 'ada@example.org', language: 'de', lifetime: 600 };
    const { data, errors } = await server.mutate('createInvitation', input, INVITATION);
    expect(errors).toEqual([]);
    const { url, invitation } = data.createInvitation;
    const { says, ...mail } = await newest();
    const expiresAt = Date.parse(invitation.expiresAt);
    expect(mail).toMatchObject({ kind: 'INVITATION', recipient: 'ada@example.org', state: 'WAITING' });
    expect(mail.giveUpAt.getTime()).toBe(expiresAt);
    expect(says).toEqual({ language: 'de', facts: { kind: 'INVITATION', url, expiresAt } });
    await openInvitation(server.deps, url.split('/').at(-1));
  });

  it('goes to one address only', async () => {
    const before = await count();
    for (const recipient of INJECTED) {
      const refused = await server.mutate('createInvitation', { recipient }, INVITATION);
      expect([recipient, refusal(refused)]).toEqual([recipient, 'INVALID_INPUT recipient']);
    }
    expect(await count()).toBe(before);
    const events = (await server.events()).filter(({ resource }) => resource === 'invitation');
    expect(events.at(-1)?.detail).toMatchObject({ mailed: true });
  });

  it('of a user without a passkey goes to the address of the user and works for a day', async () => {
    const user = await newUser({ email: 'grace@example.org', locale: 'fr', zoneinfo: 'Europe/Paris', name: 'Prize' });
    const { enrolmentLink } = (await mailLink({ userId: user.id })).data.createEnrolmentLink;
    expect(enrolmentLink.qrCode).toMatch(/^<svg /);
    const { says, ...mail } = await newest();
    expect(mail).toMatchObject({ kind: 'ENROLMENT_LINK', recipient: 'grace@example.org', userId: user.id });
    const expiresAt = server.clock.now().getTime() + 86_400_000;
    const facts = { kind: 'ENROLMENT_LINK', url: enrolmentLink.url, expiresAt };
    expect(says).toEqual({ language: 'fr', timeZone: 'Europe/Paris', facts });
    const enrolment = enrolmentLink.url.split('/').at(-1);
    // Sending it again makes a new link, and using one ends the other.
    await mailLink({ userId: user.id });
    await register(server.deps, softwareAuthenticator(), { request: { enrolment } });
    const second = ((await newest()).says.facts as { url: string }).url.split('/').at(-1);
    await expect(
      register(server.deps, softwareAuthenticator(), { request: { enrolment: second } }),
    ).rejects.toMatchObject({
      code: 'enrolment_invalid',
    });
  });

  it('is never sent to a user who has a passkey or no address, nor by a caller who may not make it', async () => {
    const user = await newUser({ email: 'emmy@example.org' });
    const { url } = await issueEnrolmentLink(server.deps, systemCaller, user);
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: url.split('/').at(-1) } });
    const without = await newUser({ email: undefined });
    const boss = await newUser({ adminRole: 'ADMIN' });
    const before = await count();
    expect(refusal(await mailLink({ userId: user.id }))).toBe('CONFLICT mail');
    expect(refusal(await mailLink({ userId: without.id }))).toBe('CONFLICT mail');
    expect(refusal(await mailLink({ userId: boss.id }, await server.keyWith('users:write')))).toMatch(/^FORBIDDEN/);
    expect(refusal(await mailLink({ userId: without.id }, await server.keyWith('users:read')))).toMatch(/^FORBIDDEN/);
    expect(await count()).toBe(before);
  });

  it('is not sent to an unverified address of an account that was in use', async () => {
    const inUse = { lastSignInAt: server.clock.now() };
    const user = await newUser({ email: 'eve@example.org', ...inUse });
    const refused = await mailLink({ userId: user.id });
    expect([refusal(refused), refused.errors[0]?.message]).toEqual([
      'CONFLICT mail',
      expect.stringContaining('The address is not verified, and the account was in use.'),
    ]);
    const verified = await newUser({ email: 'joan@example.org', email_verified: true, ...inUse });
    expect((await mailLink({ userId: verified.id })).errors).toEqual([]);
  });

  it('ends when the address of the user changes, other than a link that was not mailed', async () => {
    const user = await newUser({ email: 'wrong@example.org', email_verified: true });
    const shown = await issueEnrolmentLink(server.deps, systemCaller, user);
    const { enrolmentLink } = (await mailLink({ userId: user.id })).data.createEnrolmentLink;
    server.clock.advance(1);
    await updateUser(server.deps, systemCaller, { id: user.id, email: 'right@example.org' });
    expect(await newest()).toMatchObject({ kind: 'EMAIL_CHANGED', recipient: 'wrong@example.org' });
    const use = (url: string) =>
      register(server.deps, softwareAuthenticator(), { request: { enrolment: url.split('/').at(-1) } });
    await expect(use(enrolmentLink.url)).rejects.toMatchObject({ code: 'enrolment_invalid' });
    await use(shown.url);
  });

  it('is refused after 20 mails to an address or 300 links of a caller in an hour, and without a mail server', async () => {
    const send = (recipient: string) => server.mutate('createInvitation', { recipient }, INVITATION);
    for (let number = 1; number <= 20; number += 1) expect((await send('busy@example.org')).errors).toEqual([]);
    expect(refusal(await send('BUSY@example.org'))).toBe('RATE_LIMITED recipient');
    const busy = { ...systemCaller, kind: 'API_KEY', id: 'busy' } as const;
    const invite = () => createInvitation(server.deps, busy, { recipient: 'new@example.org' });
    await server.deps.limits.take('linkMail', 'API_KEY busy', 299);
    await invite();
    await expect(invite()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      message: expect.stringContaining('300 links'),
    });
    const silent = await openAdministration();
    const refused = await silent.mutate('createInvitation', { recipient: 'ada@example.org' }, INVITATION);
    expect(refusal(refused)).toBe('CONFLICT recipient');
    expect(refused.errors[0]?.message).toContain('SMTP_URL');
    await silent.close();
  });
});
