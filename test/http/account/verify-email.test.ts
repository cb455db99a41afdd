import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateUser } from '../../../src/admin/users/user-update.js';
import { deliverMails } from '../../../src/jobs/deliver-mails.js';
import type { AuditEventType } from '../../../src/model/log/audit-event.js';
import { type MailServer, startMailServer } from '../../support/mail-server.js';
import { signInAt } from '../../support/people.js';
import { memoryDatabase } from '../../support/stores.js';
import { newUserAgent } from '../../support/user-agent.js';
import { type AccountWorld, act, expectRedirect, openAccountWorld } from './account-world.js';

const SENT = '/account?at=profile&done=verificationSent';
const DONE = '/account?at=profile&done=emailVerified';

describe('A verification mail', () => {
  let world: AccountWorld;
  let mailServer: MailServer;
  beforeAll(async () => {
    mailServer = await startMailServer();
    world = await openAccountWorld(memoryDatabase, {
      mail: mailServer.config(),
      editableProfile: ['name', 'email', 'locale'],
      uniqueEmails: true,
    });
  });
  afterAll(async () => {
    await world.app.stop();
    await mailServer.stop();
  });

  let people = 0;
  const newPerson = async ({ email, ...input }: Record<string, unknown> & { email?: string } = {}) => {
    people += 1;
    const address = email ?? `person-${people}@example.org`;
    return { email: address, ...(await world.newPerson({ email: address, ...input })) };
  };
  type Someone = Awaited<ReturnType<typeof newPerson>>;
  /** Asks for the mail and returns the path of its link. */
  const linkFor = async (person: Someone, number = 1) => {
    expectRedirect(await act(person, 'send-verification'), SENT);
    // The job would do it a second later.
    await deliverMails(world.app.deps);
    const { parsed } = await mailServer.mailTo(person.email, number);
    const [, path = ''] = new RegExp(`${world.app.origin}(/verify-email/\\S+)`).exec(parsed.text ?? '') ?? [];
    expect(path).not.toBe('');
    return path;
  };
  const confirm = ({ agent }: Pick<Someone, 'agent'>, link: string) => agent.postForm(link, { action: 'verify' });
  const isVerified = async ({ username }: Someone) => (await world.userOf(username)).email_verified;
  const eventsOf = async ({ username }: Someone, type: AuditEventType) => {
    const { id: userId } = await world.userOf(username);
    const { items } = await world.app.deps.store.auditEvents.page({ first: 20 }, 'NEWEST_FIRST', {
      types: [type],
      userId,
    });
    return items.map(({ record }) => record.detail);
  };
  const change = async ({ username }: Someone, input: object) =>
    updateUser(world.app.deps, systemCaller, { id: (await world.userOf(username)).id, ...input });

  it('verifies the address with the button of its page, in a session of the account, once', async () => {
    const ada = await newPerson();
    expect((await ada.agent.get('/account')).text).toContain(`Your email address ${ada.email} isn’t verified yet.`);
    const link = await linkFor(ada);
    const { text } = await ada.agent.get(link);
    expect(text).toContain(`If ${ada.email} is your address`);
    expect(text).toContain(`signed in as <strong>${ada.username}</strong>`);
    expect(await isVerified(ada)).toBe(false);
    expectRedirect(await confirm(ada, link), DONE);
    expect(await isVerified(ada)).toBe(true);
    const page = (await ada.agent.get(DONE)).text;
    expect([page.includes('Your email address is verified.'), page.includes('send-verification')]).toEqual([
      true,
      false,
    ]);
    const again = await confirm(ada, link);
    expect([again.status, again.text.includes('has already been used')]).toEqual([409, true]);
    expect((await ada.agent.get(link)).text).toContain('has already been used');
    expect(await eventsOf(ada, 'EMAIL_VERIFICATION_SENT')).toHaveLength(1);
    expect(await eventsOf(ada, 'EMAIL_VERIFIED')).toHaveLength(1);
    expect(await eventsOf(ada, 'EMAIL_VERIFICATION_REFUSED')).toEqual([{ reason: 'used' }]);
  });

  it('is followed by link scanners without an effect, and leads through the sign-in', async () => {
    const ada = await newPerson();
    const link = await linkFor(ada);
    const scanner = newUserAgent(world.app.origin);
    const login = `/login?verify=${link.split('/').at(-1)}`;
    for (let visits = 0; visits < 3; visits += 1) expectRedirect(await scanner.get(link), login);
    await fetch(new URL(link, world.app.origin), { method: 'HEAD' });
    await ada.agent.get(link);
    expectRedirect(await confirm({ agent: scanner }, link), login);
    const foreign = await ada.agent.postForm(
      link,
      { action: 'verify' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    );
    expect(foreign.status).toBe(403);
    expect(await isVerified(ada)).toBe(false);
    await ada.agent.postForm('/account', { action: 'sign-out' });
    const { text } = await ada.agent.follow(link);
    expect(text).toContain('Sign in to confirm your email address.');
    expect(text).toContain(`data-next="${link}"`);
    await signInAt(ada, new URL(login, world.app.origin));
    expectRedirect(await ada.agent.get(login), link);
    expectRedirect(await confirm(ada, link), DONE);
  });

  it('has no text that the user chose, and is in the language of the user', async () => {
    const evil = 'Claim your prize at https evil.example';
    const ada = await newPerson({ name: evil, locale: 'de-AT', email: 'german@example.org' });
    await linkFor(ada);
    const { parsed } = await mailServer.mailTo(ada.email);
    expect(parsed.subject).toContain('Bestätigen Sie Ihre E-Mail-Adresse');
    for (const text of [parsed.text, parsed.html, parsed.subject].map(String)) {
      expect(text).not.toContain('evil.example');
      expect(text).not.toContain(ada.username);
    }
  });

  it('is refused in the session of another account, which can sign out', async () => {
    const [ada, eve] = [await newPerson(), await newPerson()];
    const link = await linkFor(ada);
    expect((await eve.agent.get(link)).text).toContain('for another account');
    const refused = await confirm(eve, link);
    expect([refused.status, refused.text.includes('for another account')]).toEqual([409, true]);
    expect([await isVerified(ada), await isVerified(eve)]).toEqual([false, false]);
    expect(await eventsOf(eve, 'EMAIL_VERIFICATION_REFUSED')).toEqual([{ reason: 'other_account' }]);
    expectRedirect(await eve.agent.postForm(link, { action: 'sign-out' }), link);
    expect((await eve.agent.get('/account')).status).toBe(303);
  });

  it('is refused if the account was deleted or disabled', async () => {
    const [ada, eve] = [await newPerson(), await newPerson()];
    const link = await linkFor(ada);
    const { id } = await world.userOf(ada.username);
    await world.app.graphql('mutation ($id: ID!) { deleteUser(input: { id: $id }) { deleted } }', { id });
    expectRedirect(await confirm(ada, link), `/login?verify=${link.split('/').at(-1)}`);
    expect((await confirm(eve, link)).status).toBe(409);
  });

  it('is refused after the address has changed, after a day, and if a newer mail replaced it', async () => {
    const ada = await newPerson();
    const first = await linkFor(ada);
    const second = await linkFor(ada, 2);
    expect((await confirm(ada, first)).text).toContain('a newer email has replaced it');
    await change(ada, { email: 'elsewhere@example.org' });
    expect((await confirm(ada, second)).text).toContain('has changed since this email was sent');
    await change(ada, { email: ada.email });
    world.clock.advance(86_400);
    const late = await world.elsewhere(ada);
    expect((await confirm(late, second)).text).toContain('valid for 24\u00a0hours and has expired');
    expect(await isVerified(ada)).toBe(false);
    expect(await eventsOf(ada, 'EMAIL_VERIFICATION_REFUSED')).toEqual([
      { reason: 'expired' },
      { reason: 'changed' },
      { reason: 'used' },
    ]);
  });

  it('verifies an address for one user only, in any spelling', async () => {
    const shared = 'Shared@Bücher.example';
    const ada = await newPerson({ email: shared });
    const eve = await newPerson({ email: 'shared@xn--bcher-kva.example' });
    // The mail server of the tests converts domains to Unicode.
    const own = await linkFor({ ...ada, email: 'Shared@bücher.example' });
    const other = await linkFor({ ...eve, email: 'shared@bücher.example' });
    const answers = await Promise.all([confirm(ada, own), confirm(eve, other)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    expect(answers.find(({ status }) => status === 409)?.text).toContain('Another account has already');
    expect([await isVerified(ada), await isVerified(eve)].filter(Boolean)).toHaveLength(1);
    const third = await newPerson();
    const taken = change(third, { email: 'SHARED@bücher.example', emailVerified: true });
    await expect(taken).rejects.toMatchObject({ code: 'ALREADY_EXISTS', field: 'email' });
    await change(third, { email: shared });
    expect(await isVerified(third)).toBe(false);
  });

  it('needs a new verification after the user changed the address, and rejects addresses with line breaks', async () => {
    const ada = await newPerson({ emailVerified: true });
    for (const email of [
      'a@example.org\r\nBcc: eve@example.org',
      'a@example.org, eve@example.org',
      '<a@example.org>',
    ]) {
      expect((await act(ada, 'change-profile', { email })).status).toBe(400);
    }
    await act(ada, 'change-profile', { email: 'new@example.org' });
    expect(await isVerified(ada)).toBe(false);
  });

  it('is sent five times an hour to an address or for a user, with one event', async () => {
    const ada = await newPerson();
    for (let number = 1; number <= 5; number += 1) await linkFor(ada, number);
    for (const email of [ada.email, 'next@example.org']) {
      await change(ada, { email });
      const refused = await act(ada, 'send-verification');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600']);
      expect(refused.text).toContain('have already been sent');
    }
    const other = await newPerson({ email: ada.email.toUpperCase() });
    expect((await act(other, 'send-verification')).status).toBe(429);
    // Refused requests do not use up the limit of the address that the user has now, and none do for a verified one.
    for (let number = 1; number <= 5; number += 1) await act(ada, 'send-verification');
    const next = await newPerson({ email: 'next@example.org', emailVerified: true });
    for (let number = 1; number <= 5; number += 1) expect((await act(next, 'send-verification')).status).toBe(409);
    await change(next, { emailVerified: false });
    expectRedirect(await act(next, 'send-verification'), SENT);
    expect(await eventsOf(ada, 'LIMIT_EXCEEDED')).toEqual([{ limit: 'verificationMails' }]);
    expect(await eventsOf(ada, 'EMAIL_VERIFICATION_SENT')).toHaveLength(5);
  });

  it('has a code that cannot be guessed', async () => {
    const ada = await newPerson();
    const link = await linkFor(ada);
    for (const guess of [
      `${link.slice(0, -1)}${link.endsWith('x') ? 'y' : 'x'}`,
      '/verify-email/x',
      '/verify-email/..%2f',
    ]) {
      expect((await confirm(ada, guess)).status).toBeGreaterThanOrEqual(404);
    }
    expect((await newUserAgent(world.app.origin).get('/verify-email/x')).status).toBe(404);
    expect(await isVerified(ada)).toBe(false);
    expect((await ada.agent.get('/login?verify=//evil.example')).location?.pathname).toBe('/account');
  });

  it('is not offered without a mail server, without an address, or for a verified one', async () => {
    const offers = async (person: Pick<Someone, 'agent'>) =>
      (await person.agent.get('/account')).text.includes('value="send-verification"');
    expect(await offers(await world.newPerson())).toBe(false);
    expect(await offers(await newPerson({ emailVerified: true }))).toBe(false);
    const without = await openAccountWorld(memoryDatabase);
    const ada = await without.newPerson({ email: 'ada@example.org' });
    expect(await offers(ada)).toBe(false);
    expect((await act(ada, 'send-verification')).status).toBe(409);
    await without.app.stop();
  });
});
