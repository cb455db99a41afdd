import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { notifyOfExpiringKeys } from '../../../src/jobs/notify-expiring-keys.js';
import { anApiKey } from '../../storage/records.js';
import { makeClient } from '../../support/fixtures.js';
import { type MailServer, type ReceivedMail, startMailServer } from '../../support/mail-server.js';
import { signInAt } from '../../support/people.js';
import { grantRecord } from '../../support/records.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { newUserAgent } from '../../support/user-agent.js';
import { type AccountWorld, act, makeCodes, openAccountWorld } from './account-world.js';

function linkIn({ parsed }: ReceivedMail): string {
  return /https?:\/\/\S+\/report\/\S+/.exec(parsed.text ?? '')?.[0] ?? '';
}

describeOnEachDatabase('Security mails', (makeDatabase) => {
  let world: AccountWorld;
  let mailServer: MailServer;
  beforeAll(async () => {
    mailServer = await startMailServer();
    world = await openAccountWorld(makeDatabase, { mail: mailServer.config(), accountDeletion: true });
  });
  afterAll(async () => {
    await world.app.stop();
    await mailServer.stop();
  });

  let people = 0;
  const newPerson = async (input: Record<string, unknown> = {}) => {
    people += 1;
    const email = `person-${people}@example.org`;
    return { ...(await world.newPerson({ email, emailVerified: true, ...input })), email };
  };
  const subjectsTo = async (recipient: string, count: number) => {
    await mailServer.mailTo(recipient, count);
    return mailServer.received.filter(({ to }) => to[0] === recipient).map(({ parsed }) => parsed.subject ?? '');
  };

  /** Waits for the mail about a sign-in. It is one of the first two mails, which may arrive in any order. */
  const signInMail = async (recipient: string): Promise<ReceivedMail> => {
    await mailServer.mailTo(recipient, 2);
    const mail = mailServer.received.find(
      ({ to, parsed }) => to[0] === recipient && parsed.subject === 'New sign-in to your account',
    );
    if (mail === undefined) throw new Error('there is no mail about the sign-in');
    return mail;
  };

  /** Returns the newest session of the user, and a function that makes valid offline grants. */
  const grantsOf = async (username: string) => {
    const { deps } = world.app;
    const user = await world.userOf(username);
    const { items } = await deps.store.sessions.page({ first: 1 }, { userId: user.id });
    const [session] = items.map(({ record }) => record);
    if (session === undefined) throw new Error('there is no session');
    const { client } = await makeClient(deps, await ensureDefaultIssuer(deps));
    const grant = (changes: object) => ({
      ...grantRecord(client, user),
      expiresAt: new Date(deps.clock.now().getTime() + 3_600_000),
      offline: true,
      ...changes,
    });
    return { session, grant };
  };

  it('tell the user of a new passkey, new codes, a removed passkey and recovery, also an administrator’s removal', async () => {
    const ada = await newPerson();
    const { id } = await world.addPasskey(ada);
    const [code] = await makeCodes(ada);
    await act(ada, 'remove-passkey', { passkey: id });
    expect((await world.recover(ada.username, code)).status).toBe(200);
    const [passkeyId = ''] = (await world.userOf(ada.username)).passkeyIds;
    await world.app.graphql('mutation ($id: ID!) { deletePasskey(input: { id: $id }) { deleted } }', { id: passkeyId });
    expect((await subjectsTo(ada.email, 6)).toSorted()).toEqual([
      'New passkey for your account',
      'New passkey for your account',
      'New recovery codes for your account',
      'Passkey removed from your account',
      'Passkey removed from your account',
      'Recovery code used for your account',
    ]);
  });

  it('tell the user of a deletion of the account that is planned or cancelled', async () => {
    const ada = await newPerson();
    for (const action of ['request-deletion', 'cancel-deletion', 'request-deletion']) await act(ada, action);
    const { id } = await world.userOf(ada.username);
    await world.app.graphql('mutation ($id: ID!) { cancelUserDeletion(input: { id: $id }) { user { id } } }', { id });
    expect((await subjectsTo(ada.email, 5)).toSorted()).toEqual([
      'New passkey for your account',
      'Your account will be deleted',
      'Your account will be deleted',
      'Your account will not be deleted',
      'Your account will not be deleted',
    ]);
    const mails = mailServer.received.filter(({ to }) => to[0] === ada.email);
    const planned = mails.filter(({ parsed }) => parsed.subject === 'Your account will be deleted');
    for (const mail of planned) {
      expect(mail.parsed.text).toMatch(
        /It will be deleted on Dec 5, 2040, .*, sign in before then and choose “Keep my account”/,
      );
      expect(linkIn(mail)).toContain('/report/');
    }
    expect(mails.filter(({ parsed }) => parsed.text?.includes('An administrator did this.'))).toHaveLength(1);
    expect((await world.userOf(ada.username)).deletionAt).toBeUndefined();
  });

  it('tell the user of a sign-in with a new browser, once for each browser', async () => {
    const ada = await newPerson();
    const there = await world.elsewhere(ada);
    await there.agent.postForm('/account', { action: 'sign-out' });
    await signInAt(there, new URL('/login', world.app.origin));
    await ada.agent.postForm('/account', { action: 'sign-out' });
    await signInAt(ada, new URL('/login', world.app.origin));
    await world.elsewhere(ada);
    expect((await subjectsTo(ada.email, 3)).toSorted()).toEqual([
      'New passkey for your account',
      'New sign-in to your account',
      'New sign-in to your account',
    ]);
  });

  it('never go to an address that is not verified', async () => {
    const ada = await newPerson({ emailVerified: false });
    await world.elsewhere(ada);
    await world.addPasskey(ada);
    const other = await newPerson();
    await subjectsTo(other.email, 1);
    expect(mailServer.received.filter(({ to }) => to.includes(ada.email))).toEqual([]);
    const { id: userId } = await world.userOf(ada.username);
    expect(await world.app.deps.store.mails.count({ userId })).toBe(0);
  });

  it('have a link whose button ends the session with its grants without a sign-in; opening it changes nothing', async () => {
    const { deps, origin } = world.app;
    const ada = await newPerson();
    const thief = await world.elsewhere(ada);
    const link = linkIn(await signInMail(ada.email));
    expect(link).toMatch(new RegExp(`^${origin}/report/`));
    const { session, grant } = await grantsOf(ada.username);
    const [stolen, own] = [grant({ sessionId: session.id }), grant({ sessionId: 'another' })];
    for (const one of [stolen, own]) await deps.store.grants.insert(one);

    // A program that checks mails opens the link again and again, and follows what it finds.
    const scanner = newUserAgent(origin);
    for (let visits = 0; visits < 3; visits += 1) {
      const { status, text } = await scanner.get(link);
      expect([status, text.includes('value="end"')]).toEqual([200, true]);
      for (const part of ['Was this you?', `Account: ${ada.username}`, 'Passkey: ']) expect(text).toContain(part);
    }
    await fetch(link, { method: 'HEAD' });
    await fetch(link, { method: 'POST', body: 'action=end', headers: { origin: 'https://evil.example' } });
    expect((await thief.agent.get('/account')).status).toBe(200);

    const done = await newUserAgent(origin).postForm(link, { action: 'end' });
    expect(done.text).toMatch(/<h1>.+ is signed out<\/h1>/);
    expect(done.text).toContain('the only one of your account. If you no longer have its device, add another');
    expect((await scanner.get(link)).text).toMatch(
      /is already signed out<\/h1>.*Signed out .*also ends your own session/s,
    );
    expect((await thief.agent.get('/account')).status).toBe(303);
    expect((await ada.agent.get('/account')).status).toBe(200);
    expect(await deps.store.grants.find(stolen.id)).toHaveProperty('revokedAt');
    expect(await deps.store.grants.find(own.id)).not.toHaveProperty('revokedAt');
    // The browser of the thief is no longer known.
    await signInAt(thief, new URL('/login', origin));
    expect((await subjectsTo(ada.email, 3))[2]).toBe('New sign-in to your account');
  });

  it('have a link that ends what began later with the same passkey, also if its session has ended', async () => {
    const { deps, origin } = world.app;
    const ada = await newPerson();
    const thief = await world.elsewhere(ada);
    const link = linkIn(await signInMail(ada.email));
    const { session, grant } = await grantsOf(ada.username);
    const { passkeyId } = session;
    const before = new Date(session.createdAt.getTime() - 1);
    const [device, earlier, another] = [
      grant({ passkeyId, createdAt: deps.clock.now() }),
      grant({ passkeyId, createdAt: before }),
      grant({ passkeyId: 'another', createdAt: deps.clock.now() }),
    ];
    for (const one of [device, earlier, another]) await deps.store.grants.insert(one);
    await thief.agent.postForm('/account', { action: 'sign-out' });
    await signInAt(thief, new URL('/login', origin));
    expect((await thief.agent.get('/account')).status).toBe(200);

    expect((await newUserAgent(origin).postForm(link, { action: 'end' })).text).toContain(' is signed out</h1>');
    expect((await thief.agent.get('/account')).status).toBe(303);
    expect((await ada.agent.get('/account')).status).toBe(200);
    expect(await deps.store.grants.find(device.id)).toHaveProperty('revokedAt');
    for (const { id } of [earlier, another]) expect(await deps.store.grants.find(id)).not.toHaveProperty('revokedAt');
    // All browsers are new afterwards, even if a second press of the button ends nothing.
    await newUserAgent(origin).postForm(link, { action: 'end' });
    await signInAt(thief, new URL('/login', origin));
    expect((await subjectsTo(ada.email, 3))[2]).toBe('New sign-in to your account');
  });

  it('have a link that cancels the deletion of the account which its session asked for, but no other', async () => {
    const ada = await newPerson();
    const thief = await world.elsewhere(ada);
    const link = linkIn(await signInMail(ada.email));
    const report = () => newUserAgent(world.app.origin).postForm(link, { action: 'end' });
    await act(thief, 'request-deletion');
    expect((await report()).text).toContain('Your account won’t be deleted.');
    expect((await subjectsTo(ada.email, 4)).filter((subject) => subject.includes('will not'))).toHaveLength(1);
    const kept = mailServer.received.findLast(({ parsed }) => parsed.subject === 'Your account will not be deleted');
    expect(kept?.to).toEqual([ada.email]);
    for (const part of ['The button “This wasn’t me”', '/account#passkeys']) expect(kept?.parsed.text).toContain(part);
    const { id: userId, deletionAt } = await world.userOf(ada.username);
    expect(deletionAt).toBeUndefined();
    const { items } = await world.app.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { userId });
    expect(items.find(({ record }) => record.type === 'DELETION_CANCELLED')?.record.detail).toEqual({ by: 'mail' });
    await act(ada, 'request-deletion');
    expect((await report()).text).not.toContain('Your account won’t be deleted.');
    expect((await world.userOf(ada.username)).deletionAt).toBeDefined();
  });

  it('have a link that permits nothing else, and that cannot be made up', async () => {
    const { origin } = world.app;
    const [ada, eve] = [await newPerson(), await newPerson()];
    const there = await world.elsewhere(eve);
    const [, code = ''] = /report\/(\S+)/.exec(linkIn(await signInMail(eve.email))) ?? [];
    const { items } = await world.app.deps.store.sessions.page(
      { first: 1 },
      { userId: (await world.userOf(ada.username)).id },
    );
    const [, secret] = code.split('.');
    for (const guess of [`${items[0]?.record.id}.${secret}`, `${code.slice(0, -1)}x`, 'x', '..%2f']) {
      const answer = await newUserAgent(origin).postForm(`/report/${guess}`, { action: 'end' });
      expect([answer.headers.getSetCookie(), answer.text.includes('This link isn’t valid')]).toEqual([[], true]);
    }
    expect((await ada.agent.get('/account')).status).toBe(200);
    expect((await there.agent.get('/account')).status).toBe(200);
    expect((await newUserAgent(origin).postForm(`/report/${code}`, { action: 'sign-in' })).status).toBe(400);
  });

  it('tell the user once of an API key that expires within a week, if it was made for longer', async () => {
    const { deps } = world.app;
    const ada = await newPerson({ adminRole: 'ADMIN' });
    const { id: userId, keyEpoch } = await world.userOf(ada.username);
    const day = 86_400_000;
    const now = deps.clock.now().getTime();
    const key = (name: string, made: number, expires: number) =>
      anApiKey({
        userId,
        keyEpoch,
        name,
        permissions: ['users:read'],
        createdAt: new Date(now + made * day),
        expiresAt: new Date(now + expires * day),
      });
    for (const one of [key('deploy', -80, 6), key('short', -1, 6), key('later', -80, 8), key('gone', -80, -1)])
      await deps.store.apiKeys.insert(one);
    await notifyOfExpiringKeys(deps);
    await notifyOfExpiringKeys(deps);
    await mailServer.mailTo(ada.email, 2);
    const texts = mailServer.received.filter(({ to }) => to[0] === ada.email).map(({ parsed }) => parsed.text);
    expect(texts.join()).toContain('The API key “deploy” of your account');
    expect(await deps.store.mails.count({ userId })).toBe(2);
  });
});
