import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { OwnProfileField, User } from '../../src/model/people/user.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type FrozenClock, frozenClock } from '../support/deps.js';
import { makeClient } from '../support/fixtures.js';
import { enrol, enrolOwner, type Person, signInAt } from '../support/people.js';
import { grantRecord } from '../support/records.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase } from '../support/stores.js';
import { type Answer, newUserAgent } from '../support/user-agent.js';
import { startEdge } from './start-edge.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;

const OPTIONS = '/passkeys/registration/options';
const VERIFY = '/passkeys/registration/verify';

describeOnEachDatabase('the account over the wire', (makeDatabase) => {
  let app: TestApp;
  let clock: FrozenClock;
  let owner: Person;
  let names = 0;

  beforeAll(async () => {
    clock = frozenClock();
    app = await startTestApp({}, { makeDatabase, clock });
    owner = await enrolOwner(app);
  });
  afterAll(() => app.stop());

  /** Somebody new, signed in. */
  const newPerson = async (input: Record<string, unknown> = {}): Promise<Person & { readonly username: string }> => {
    names += 1;
    const username = `person-${names}`;
    const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
      input: { username, enrolmentLink: true, ...input },
    });
    return { ...(await enrol(app, createUser.enrolmentLink.url)), username };
  };
  const userOf = async (username: string): Promise<User> => {
    const user = await app.deps.store.users.findByUsername(username);
    if (user === undefined) throw new Error('There is no such user.');
    return user;
  };
  const act = ({ agent }: Person, action: string, fields: Record<string, string> = {}) =>
    agent.postForm('/account', { action, ...fields });
  const addPasskey = async ({ agent }: Person, authenticator = softwareAuthenticator({ origin: app.origin })) => {
    const options = (await agent.postJson(OPTIONS, {})).json() as unknown as CreationOptions;
    const response = authenticator.create(options);
    expect((await agent.postJson(VERIFY, response)).status).toBe(200);
    return { id: response.id, authenticator };
  };
  /** Another browser of theirs, signed in. */
  const elsewhere = async ({ authenticator }: Person): Promise<Person> => {
    clock.advance(1);
    const person = { agent: newUserAgent(app.origin), authenticator };
    await signInAt(person, new URL('/login', app.origin));
    return person;
  };
  const makeCodes = async (person: Person): Promise<string[]> => {
    const answer = await act(person, 'create-recovery-codes');
    expect(answer.status).toBe(200);
    return answer.text.match(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/g) ?? [];
  };
  const recover = async (
    username: string,
    recoveryCode: string | undefined,
    agent = newUserAgent(app.origin),
  ): Promise<Answer> => {
    const begun = await agent.postJson(OPTIONS, { username, recoveryCode });
    if (begun.status !== 200) return begun;
    const authenticator = softwareAuthenticator({ origin: app.origin });
    return agent.postJson(VERIFY, authenticator.create(begun.json() as unknown as CreationOptions));
  };
  const expectSent = (answer: Answer, to: string) =>
    expect([answer.status, answer.location?.pathname, answer.location?.search]).toEqual([
      303,
      ...(/^([^?]*)(.*)$/.exec(to)?.slice(1) ?? []),
    ]);

  describe('what another site sends', () => {
    it('is refused, whatever it would do', async () => {
      const ada = await newPerson();
      const { id } = await addPasskey(ada);
      for (const headers of [
        { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
        { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' },
        { 'sec-fetch-site': '', origin: 'null' },
      ]) {
        for (const action of ['remove-passkey', 'create-recovery-codes', 'end-other-sessions', 'change-profile']) {
          const fields = { action, passkey: id, name: 'Eve' };
          const answer = await ada.agent.postForm('/account', fields, headers);
          expect([action, answer.status]).toEqual([action, 403]);
        }
      }
      expect(await userOf(ada.username)).toMatchObject({ recoveryCodeHashes: [], passkeyIds: expect.any(Array) });
      expect((await userOf(ada.username)).passkeyIds).toContain(id);
    });

    it('is not read from another type of body, nor without an action that there is', async () => {
      const ada = await newPerson();
      expect((await ada.agent.postJson('/account', { action: 'create-recovery-codes' })).status).toBe(415);
      for (const action of ['', 'dance', 'constructor', 'toString']) {
        expect([action, (await act(ada, action)).status]).toEqual([action, 400]);
      }
    });

    it('leads to signing in where nobody is signed in', async () => {
      const nobody = { ...(await newPerson()), agent: newUserAgent(app.origin) };
      expectSent(await nobody.agent.get('/account'), '/login');
      expectSent(await act(nobody, 'create-recovery-codes'), '/login');
    });
  });

  describe('passkeys', () => {
    it('are added, renamed and removed by plain forms, and each is told', async () => {
      const ada = await newPerson();
      const { id, authenticator } = await addPasskey(ada);
      expectSent(
        await act(ada, 'rename-passkey', { passkey: id, name: 'Key ring' }),
        '/account?at=passkeys&done=passkeyRenamed',
      );
      const renamed = await ada.agent.get('/account?at=passkeys&done=passkeyRenamed');
      expect(renamed.text).toContain('Key ring');
      expect(renamed.text).toContain('Passkey renamed.');
      expectSent(await act(ada, 'remove-passkey', { passkey: id }), '/account?at=passkeys&done=passkeyRemoved');
      expect((await ada.agent.get('/account')).text).not.toContain('Key ring');
      const phone = { agent: newUserAgent(app.origin), authenticator };
      await expect(signInAt(phone, new URL('/login', app.origin))).rejects.toThrow('invalid_credential');
    });

    it('tell the browser which there are, and what the account is called', async () => {
      const ada = await newPerson({ name: 'Ada "L" <b>' });
      clock.advance(1);
      const { id } = await addPasskey(ada);
      const { passkeyIds, webauthnUserId } = await userOf(ada.username);
      const { text } = await ada.agent.get('/account');
      const [, signals = ''] = /data-signals="([^"]*)"/.exec(text) ?? [];
      expect(JSON.parse(signals.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'))).toEqual({
        rpId: 'localhost',
        userId: webauthnUserId,
        name: ada.username,
        displayName: 'Ada "L" <b>',
        credentialIds: passkeyIds,
      });
      expect(passkeyIds).toContain(id);
    });

    it('of others are not there: 404, and nothing changes', async () => {
      const [ada, eve] = [await newPerson(), await newPerson()];
      await makeCodes(eve);
      const [id = ''] = (await userOf(ada.username)).passkeyIds;
      for (const passkey of [id, 'unknown', '']) {
        for (const action of ['rename-passkey', 'remove-passkey']) {
          const answer = await act(eve, action, { passkey, name: 'Mine' });
          expect([action, passkey, answer.status]).toEqual([action, passkey, 404]);
        }
      }
      expect((await app.deps.store.passkeys.find(id))?.name).toBe('Passkey');
    });

    it('keep the last one: 409, and what to do about it', async () => {
      const ada = await newPerson();
      const [passkey = ''] = (await userOf(ada.username)).passkeyIds;
      const answer = await act(ada, 'remove-passkey', { passkey });
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('This is your last passkey. Add another one or create recovery codes');
      await makeCodes(ada);
      expect((await act(ada, 'remove-passkey', { passkey })).status).toBe(303);
      expect((await userOf(ada.username)).passkeyIds).toEqual([]);
    });

    it('keep the last one of the last owner', async () => {
      const [passkey = ''] = (await userOf('owner')).passkeyIds;
      await makeCodes(owner);
      const answer = await act(owner, 'remove-passkey', { passkey });
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('You’re the only owner of this server');
    });

    it('have the name of their authenticator, which stands there to be changed while the newest is new', async () => {
      const ada = await newPerson();
      const apple = softwareAuthenticator({ origin: app.origin, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' });
      await addPasskey(ada, apple);
      const proposed = async (path = '/account') => {
        const { text } = await ada.agent.get(path);
        expect(text).toContain('value="Apple Passwords"');
        const open = text.match(/<details class="fold" open/g)?.length ?? 0;
        return [open, text.match(/We picked this name/g)?.length ?? 0];
      };
      expect(await proposed()).toEqual([1, 1]);
      // Who has just said that it is called so is not asked once more.
      expect(await proposed('/account?at=passkeys&done=passkeyRenamed')).toEqual([0, 0]);
      clock.advance(599);
      expect(await proposed()).toEqual([1, 1]);
      clock.advance(1);
      expect(await proposed()).toEqual([0, 0]);
    });

    it('are twenty at most: 409, and what to do about it; a way back in goes beyond', async () => {
      const ada = await newPerson();
      const [code] = await makeCodes(ada);
      for (let more = 1; more < 19; more += 1) await addPasskey(ada);
      const begin = async () => (await ada.agent.postJson(OPTIONS, {})).json() as unknown as CreationOptions;
      const begun = await Promise.all([begin(), begin()]);
      const ended = await Promise.all(
        begun.map((options) =>
          ada.agent.postJson(VERIFY, softwareAuthenticator({ origin: app.origin }).create(options)),
        ),
      );
      expect(ended.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const refusal = await ada.agent.postJson(OPTIONS, {});
      expect([refusal.status, refusal.json().error]).toEqual([409, 'too_many_passkeys']);
      const { passkeyIds } = await userOf(ada.username);
      expect(passkeyIds).toHaveLength(20);
      expect(await app.deps.store.passkeys.findMany(passkeyIds)).toHaveLength(20);
      expect((await recover(ada.username, code)).status).toBe(200);
      expect((await userOf(ada.username)).passkeyIds).toHaveLength(21);
    });

    it('have a name of one line, trimmed, and of at most 64 characters', async () => {
      const ada = await newPerson();
      const { id } = await addPasskey(ada);
      for (const [typed, kept] of [
        ['  Key\r\nring\u202e  ', 'Key ring'],
        ['x'.repeat(1000), 'x'.repeat(64)],
        ['<script>', '<script>'],
      ] as const) {
        await act(ada, 'rename-passkey', { passkey: id, name: typed });
        const name = (await app.deps.store.passkeys.find(id))?.name;
        expect(name?.replace(/ +/g, ' ')).toBe(kept);
      }
      expect((await ada.agent.get('/account')).text).toContain('&lt;script>');
    });

    it('are two removed at once, one of the last two stays', async () => {
      const ada = await newPerson();
      await addPasskey(ada);
      const { passkeyIds } = await userOf(ada.username);
      const answers = await Promise.all(passkeyIds.map((passkey) => act(ada, 'remove-passkey', { passkey })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
      expect((await userOf(ada.username)).passkeyIds).toHaveLength(1);
    });
  });

  describe('an authentication older than five minutes', () => {
    it('is renewed before what lets somebody in is changed, and leads back to where that was asked', async () => {
      const ada = await newPerson();
      const { id } = await addPasskey(ada);
      clock.advance(301);
      expectSent(await act(ada, 'remove-passkey', { passkey: id }), '/login?again=passkeys');
      expectSent(await act(ada, 'create-recovery-codes'), '/login?again=recovery');
      const options = await ada.agent.postJson(OPTIONS, {});
      expect([options.status, options.json().error]).toEqual([401, 'authentication_required']);
      expect((await userOf(ada.username)).passkeyIds).toHaveLength(2);

      const page = await ada.agent.get('/login?again=recovery');
      expect(page.text).toContain('data-next="/account?at=recovery&amp;done=signedInAgain"');
      await signInAt(ada, new URL('/login', app.origin));
      expect((await ada.agent.get('/account?at=recovery&done=signedInAgain')).text).toContain(
        'Please try your change again',
      );
      expect(await makeCodes(ada)).toHaveLength(10);
    });

    it('is renewed before an API key is made', async () => {
      const admin = await newPerson({ adminRole: 'ADMIN' });
      clock.advance(301);
      const fields = { name: 'laptop', permission: 'users:read', days: '30' };
      expectSent(await act(admin, 'create-api-key', fields), '/login?again=api-keys');
      await signInAt(admin, new URL('/login', app.origin));
      expect((await act(admin, 'create-api-key', fields)).status).toBe(200);
    });

    it('does for what takes nothing but access away', async () => {
      const ada = await newPerson();
      const there = await elsewhere(ada);
      clock.advance(301);
      expectSent(await act(ada, 'end-other-sessions'), '/account?at=sessions&done=sessionsEnded');
      expectSent(await there.agent.get('/account'), '/login');
    });

    it('leads nowhere else, whatever is asked', async () => {
      const ada = await newPerson();
      for (const again of ['https://evil.example', '//evil.example', '/account', 'dance', '']) {
        const { text } = await ada.agent.get(`/login?again=${encodeURIComponent(again)}`);
        expect(text).not.toContain('data-next');
        expect(text).not.toContain('evil.example');
      }
      expect((await ada.agent.get('/account?at=passkeys&done=dance')).text).not.toContain('class="notice"');
    });
  });

  describe('sessions', () => {
    it('are shown with device, country, address and times, and ended one by one', async () => {
      const ada = await newPerson();
      const there = await elsewhere(ada);
      const { id: userId } = await userOf(ada.username);
      const { items } = await app.deps.store.sessions.page({ first: 10 }, { userId });
      const [{ record: session } = { record: undefined }] = items;
      if (session === undefined) throw new Error('There is no session.');
      await app.deps.store.sessions.update(session, {
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0',
        ipAddress: '::ffff:194.144.0.1',
      });
      const { text } = await ada.agent.get('/account');
      expect(text).toContain('Firefox on Linux');
      expect(text).toContain('Unknown device');
      expect(text).toContain('<span>Iceland</span><span>IP address ::ffff:194.144.0.1</span>');
      expect(text).toContain('IP address 127.0.0.1');
      expect((await ada.agent.get('/account', { 'accept-language': 'de' })).text).toContain('<span>Island</span>');
      expect(text.match(/value="end-session"/g)).toHaveLength(1);
      expectSent(await act(ada, 'end-session', { session: session.id }), '/account?at=sessions&done=sessionEnded');
      expectSent(await there.agent.get('/account'), '/login');
      expect((await act(ada, 'end-session', { session: session.id })).status).toBe(404);
    });

    it('of others are not there', async () => {
      const [ada, eve] = [await newPerson(), await newPerson()];
      const { id: userId } = await userOf(ada.username);
      const { items } = await app.deps.store.sessions.page({ first: 1 }, { userId });
      for (const session of [items[0]?.record.id ?? '', 'unknown', '']) {
        expect((await act(eve, 'end-session', { session })).status).toBe(404);
      }
      expect((await ada.agent.get('/account')).status).toBe(200);
    });
  });

  describe('applications', () => {
    it('are shown with what they have, and lose it', async () => {
      const ada = await newPerson();
      const issuer = await ensureDefaultIssuer(app.deps);
      const { client } = await makeClient(app.deps, issuer, { name: 'Wiki & more' });
      const grant = grantRecord(client, await userOf(ada.username), {
        scopes: ['openid', 'email', 'offline_access'],
        offline: true,
        expiresAt: new Date(clock.now().getTime() + 3_600_000),
      });
      await app.deps.store.grants.insert(grant);
      const { text } = await ada.agent.get('/account');
      expect(text).toContain('Wiki &amp; more');
      expect(text).toContain('Even while you’re away');
      const fields = { application: client.id };
      expectSent(await act(ada, 'revoke-application', fields), '/account?at=applications&done=applicationRevoked');
      expect((await app.deps.store.grants.find(grant.id))?.revokedAt).toEqual(clock.now());
      expect((await ada.agent.get('/account')).text).toContain('No application has access to your account.');
      expect((await act(ada, 'revoke-application', fields)).status).toBe(404);
    });
  });

  describe('the profile', () => {
    it('is changed, as far as people change it themselves', async () => {
      const ada = await newPerson({ email: 'ada@example.org', emailVerified: true });
      const fields = { name: 'Ada King', locale: 'de', zoneinfo: 'Europe/Berlin', email: 'eve@example.org' };
      expectSent(await act(ada, 'change-profile', fields), '/account?at=profile&done=profileSaved');
      const user = await userOf(ada.username);
      expect(user).toMatchObject({ name: 'Ada King', locale: 'de', zoneinfo: 'Europe/Berlin' });
      expect(user).toMatchObject({ email: 'ada@example.org', email_verified: true });
      const { text } = await ada.agent.get('/account');
      expect(text).toContain('Hello, Ada King');
      expect(text).toContain('ada@example.org (verified)');
      await act(ada, 'change-profile', { name: ' ', zoneinfo: '' });
      expect((await userOf(ada.username)).name).toBeUndefined();
      expect(await userOf(ada.username)).toMatchObject({ locale: 'de' });
    });

    it('is shown where the settings do not let people change it, and has an address for whoever may', async () => {
      const given = {
        name: 'Ada',
        picture: 'https://ada.example/me.png',
        email: 'ada@example.org',
        emailVerified: true,
      };
      const ada = await newPerson(given);
      const cookie = await ada.agent.jar.getCookieString(app.origin);
      const pageWhere = async (editableProfile: readonly OwnProfileField[]): Promise<string> => {
        const edge = await startEdge({ store: app.deps.store, clock, config: { editableProfile } });
        const text = await (await edge.get('/account', { cookie })).text();
        await edge.stop();
        return text;
      };
      const open = await pageWhere(['email']);
      expect(open).toMatch(/<input id="profile-email" name="email"[^>]* value="ada@example.org"/);
      expect(open).toMatch(/<dt>Full name<\/dt><dd>Ada<\/dd>/);
      expect(open).not.toContain('id="profile-name"');
      const closed = await pageWhere([]);
      expect(closed).toContain('https://ada.example/me.png');
      expect(closed).not.toContain('value="change-profile"');
    });

    it('is shown again, as it was typed, where something is wrong with it', async () => {
      const ada = await newPerson();
      const answer = await act(ada, 'change-profile', { name: 'Ada "typed"', picture: 'no address' });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Enter the web address of an image');
      expect(answer.text).toContain('value="Ada &quot;typed&quot;"');
      expect((await userOf(ada.username)).name).toBeUndefined();
    });
  });

  describe('API keys', () => {
    const keyIn = ({ text }: Answer) => /pg_[\w-]+\.[\w-]{43}/.exec(text)?.[0] ?? '';
    const viewer = async (key: string) => {
      const response = await fetch(`${app.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query: '{ viewer { kind permissions } }' }),
      });
      return ((await response.json()) as { data: { viewer: unknown } | null }).data?.viewer ?? undefined;
    };

    it('are made, shown once, and deleted, no stronger than the role of whoever makes them', async () => {
      const admin = await newPerson({ adminRole: 'ADMIN' });
      const made = await act(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
      expect(made.status).toBe(200);
      expect(made.headers.get('cache-control')).toBe('no-store');
      const key = keyIn(made);
      expect(await viewer(key)).toEqual({ kind: 'API_KEY', permissions: ['users:read'] });
      const { text } = await admin.agent.get('/account');
      expect(text).toContain('laptop');
      expect(text).not.toContain(key);
      expect(text).not.toContain('value="apiKeys:write"');
      expect(text).toContain('value="apiKeys:read"');
      const stronger = { name: 'x', permission: '*', days: '' };
      expect((await act(admin, 'create-api-key', stronger)).status).toBe(403);
      const [, id = ''] = /pg_([\w-]+)\./.exec(key) ?? [];
      expect((await act(owner, 'delete-api-key', { key: id })).status).toBe(404);
      expectSent(await act(admin, 'delete-api-key', { key: id }), '/account?at=api-keys&done=apiKeyDeleted');
      expect(await viewer(key)).toBeUndefined();
    });

    it('say what is missing, and want a lifetime that is one', async () => {
      const admin = await newPerson({ adminRole: 'ADMIN' });
      for (const [fields, sentence] of [
        [{ name: '', permission: 'users:read', days: '30' }, 'Enter a name for the key'],
        [{ name: 'laptop', days: '30' }, 'Choose at least one permission'],
      ] as const) {
        const answer = await act(admin, 'create-api-key', fields);
        expect([answer.status, answer.text.includes(sentence)]).toEqual([400, true]);
      }
      for (const days of ['many', '-1', '0', '1e9']) {
        const fields = { name: 'laptop', permission: 'users:read', days };
        expect([days, (await act(admin, 'create-api-key', fields)).status]).toEqual([days, 400]);
      }
    });

    it('are twenty at most: 409, and what to do about it', async () => {
      const admin = await newPerson({ adminRole: 'ADMIN' });
      const make = () => act(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
      const made: Answer[] = [];
      for (let count = 0; count < 20; count += 1) made.push(await make());
      expect(made.map(({ status }) => status)).toEqual(Array(20).fill(200));
      const refused = await make();
      expect([refused.status, refused.text.includes('reached the maximum number of API keys')]).toEqual([409, true]);
      const [, key = ''] = /pg_([\w-]+)\./.exec(keyIn(made[0] ?? refused)) ?? [];
      expect((await act(admin, 'delete-api-key', { key })).status).toBe(303);
      expect((await make()).status).toBe(200);
    });

    it('of others are not there, and a role that went leaves keys that can do nothing but be deleted', async () => {
      const [admin, other] = [await newPerson({ adminRole: 'ADMIN' }), await newPerson({ adminRole: 'ADMIN' })];
      const made = await act(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
      const [, key = ''] = /pg_([\w-]+)\./.exec(keyIn(made)) ?? [];
      for (const id of [key, 'unknown', '']) expect((await act(other, 'delete-api-key', { key: id })).status).toBe(404);
      const { id } = await userOf(admin.username);
      await app.graphql('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
        input: { id, adminRole: null },
      });
      expect(await viewer(keyIn(made))).toEqual({ kind: 'API_KEY', permissions: [] });
      const { text } = await admin.agent.get('/account');
      expect([text.includes('laptop'), text.includes('value="create-api-key"')]).toEqual([true, false]);
      expectSent(await act(admin, 'delete-api-key', { key }), '/account?at=api-keys&done=apiKeyDeleted');
    });

    it('are not for people without a role', async () => {
      const ada = await newPerson();
      expect((await ada.agent.get('/account')).text).not.toContain('API keys');
      const fields = { name: 'laptop', permission: 'users:read', days: '30' };
      expect((await act(ada, 'create-api-key', fields)).status).toBe(403);
    });
  });

  describe('/recover', () => {
    it('is linked from the sign-in page, and asks for name and code', async () => {
      const agent = newUserAgent(app.origin);
      expect((await agent.get('/login')).text).toContain('href="/recover"');
      const page = await agent.get('/recover');
      expect([page.status, page.text.includes('id="recovery-code"')]).toEqual([200, true]);
    });

    it('makes a passkey by a code, and ends what there was', async () => {
      const ada = await newPerson();
      const [code] = await makeCodes(ada);
      const agent = newUserAgent(app.origin);
      const answer = await recover(ada.username, code, agent);
      expect(answer.json()).toEqual({ next: '/account?at=passkeys&done=recovered' });
      expectSent(await ada.agent.get('/account'), '/login');
      const account = await agent.get('/account?at=passkeys&done=recovered');
      expect(account.text).toContain('Remove the passkeys you’ve lost.');
      expect(account.text).toContain('You have 9 codes left.');
    });

    it('takes one code twice at once once, and both codes of two at once', async () => {
      const ada = await newPerson();
      const [code, other] = await makeCodes(ada);
      const answers = await Promise.all([recover(ada.username, code), recover(ada.username, code)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
      expect(answers.find(({ status }) => status === 400)?.json().error).toBe('recovery_invalid');
      expect((await userOf(ada.username)).passkeyIds).toHaveLength(2);
      expect((await recover(ada.username, other)).status).toBe(200);
    });

    it('answers alike whether there is such a user or not', async () => {
      const ada = await newPerson();
      await makeCodes(ada);
      const answers = await Promise.all(
        [ada.username, 'nobody-at-all'].map((username) => recover(username, '0000-0000-0000-0000')),
      );
      const [known, unknown] = answers.map(({ status, text, headers }) => {
        const { date: _date, 'x-request-id': _id, 'set-cookie': _cookie, ...rest } = Object.fromEntries(headers);
        return { status, text, rest };
      });
      expect(known).toEqual(unknown);
      expect(known).toMatchObject({ status: 400, text: expect.stringContaining('recovery_invalid') });
    });

    it('counts attempts by account and by address, a wrong name like a right one', async () => {
      const limited = await startTestApp();
      const tries = async (username: string, count: number) => {
        const statuses: number[] = [];
        for (let index = 0; index < count; index += 1) {
          const agent = newUserAgent(limited.origin);
          const answer = await agent.postJson(OPTIONS, { username, recoveryCode: 'x' });
          statuses.push(answer.status);
          if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('900');
        }
        return statuses;
      };
      expect(await tries('nobody', 21)).toEqual([...Array(20).fill(400), 429]);
      expect(await tries('somebody-else', 1)).toEqual([429]);
      await limited.stop();
    });

    it('goes on to the application that somebody was on their way to', async () => {
      const ada = await newPerson();
      const [code] = await makeCodes(ada);
      const issuer = await ensureDefaultIssuer(app.deps);
      const changes = { integrations: ['BASIC'], redirect_uris: ['https://wiki.example/back'] } as const;
      const { client } = await makeClient(app.deps, issuer, changes);
      const agent = newUserAgent(app.origin);
      const query = new URLSearchParams({ redirectUri: 'https://wiki.example/back', state: 's' });
      const { location } = await agent.get(`/auth/login/${client.id}?${query}`);
      const interaction = location?.searchParams.get('interaction') ?? '';
      expect((await agent.get(`/login?interaction=${interaction}`)).text).toContain(
        `href="/recover?interaction=${interaction}"`,
      );
      expect((await agent.get(`/recover?interaction=${interaction}`)).text).toContain('Use a recovery code');
      expect((await newUserAgent(app.origin).get(`/recover?interaction=${interaction}`)).status).toBe(400);
      const options = await agent.postJson(OPTIONS, { username: ada.username, recoveryCode: code, interaction });
      const authenticator = softwareAuthenticator({ origin: app.origin });
      const response = authenticator.create(options.json() as unknown as CreationOptions);
      const { next } = (await agent.postJson(VERIFY, response)).json<{ next: string }>();
      expect((await agent.follow(next)).location?.origin).toBe('https://wiki.example');
    });
  });

  describe('/passkeys/unknown', () => {
    const begin = async (agent = newUserAgent(app.origin)) => ({
      agent,
      options: (await agent.postJson('/passkeys/authentication/options', {})).json() as unknown as RequestOptions,
    });
    const ask = async (agent: Person['agent'], response: unknown) =>
      (await agent.postJson('/passkeys/unknown', response)).json<{ unknown: boolean }>().unknown;
    const verify = (agent: Person['agent'], response: unknown) =>
      agent.postJson('/passkeys/authentication/verify', response);

    it('says of a removed passkey that it is not known, once for each challenge; the refusal itself does not', async () => {
      const ada = await newPerson();
      const { id, authenticator } = await addPasskey(ada);
      const forged = await begin();
      const tampered = ada.authenticator.get(forged.options, { uv: false });
      const refusals = [await verify(forged.agent, tampered)];
      await act(ada, 'remove-passkey', { passkey: id });
      const { agent, options } = await begin();
      const response = authenticator.get(options);
      refusals.push(await verify(agent, response));
      expect(new Set(refusals.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(await ask(agent, response)).toBe(true);
      expect(await ask(agent, response)).toBe(false);
      expect(await ask(forged.agent, tampered)).toBe(false);
    });

    it('says it of none that is known, whatever else is wrong', async () => {
      const ada = await newPerson();
      const asked = async (change: () => Promise<unknown>) => {
        const { agent, options } = await begin();
        const response = ada.authenticator.get(options);
        await change();
        return ask(agent, response);
      };
      expect(await asked(async () => undefined)).toBe(false);
      const disable = async () => app.deps.store.users.update(await userOf(ada.username), { enabled: false });
      expect(await asked(disable)).toBe(false);
    });

    it('answers nobody who did not begin: another browser, another challenge, another origin or RP ID', async () => {
      const stranger = softwareAuthenticator({ origin: app.origin });
      const nobody = await newPerson();
      const creation = (await nobody.agent.postJson(OPTIONS, {})).json() as unknown as CreationOptions;
      stranger.create(creation);
      const { agent, options } = await begin();
      expect(await ask(newUserAgent(app.origin), stranger.get(options))).toBe(false);
      expect(await ask(agent, stranger.get({ ...options, challenge: 'AAAA' }))).toBe(false);
      expect(await ask(agent, {})).toBe(false);
      expect(await ask(agent, stranger.get(options))).toBe(true);
      for (const forgery of [{ clientData: { origin: 'https://evil.example' } }, { rpId: 'evil.example' }]) {
        const another = await begin();
        expect(await ask(another.agent, stranger.get(another.options, forgery))).toBe(false);
      }
      const cookies = (await newUserAgent(app.origin).postJson('/passkeys/unknown', {})).headers.getSetCookie();
      expect(cookies).toEqual([]);
    });
  });
});

describe('related origins (WebAuthn Level 3 §5.11)', () => {
  const OTHER = 'https://passgraph.example';
  let app: TestApp;
  let issuer: string;

  beforeAll(async () => {
    app = await startTestApp({ rpOrigins: ['http://localhost:1', OTHER] });
    issuer = app.origin;
  });
  afterAll(() => app.stop());

  it('are served as JSON, the server’s own first', async () => {
    const response = await fetch(`${issuer}/.well-known/webauthn`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({ origins: ['http://localhost:1', OTHER] });
  });

  it('may use the passkeys, and no other may', async () => {
    const signUp = async (origin: string) => {
      const agent = newUserAgent(issuer);
      const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
        input: { username: `at-${new URL(origin).hostname}`, enrolmentLink: true },
      });
      const enrolment = new URL(createUser.enrolmentLink.url).pathname.split('/').at(-1);
      const options = (await agent.postJson(OPTIONS, { enrolment })).json() as unknown as CreationOptions;
      const authenticator = softwareAuthenticator({ origin });
      const registered = await agent.postJson(VERIFY, authenticator.create(options));
      if (registered.status !== 200) return registered.json().error;
      const request = (
        await agent.postJson('/passkeys/authentication/options', {})
      ).json() as unknown as RequestOptions;
      return (await agent.postJson('/passkeys/authentication/verify', authenticator.get(request))).json().next;
    };
    expect(await signUp(OTHER)).toBe('/account');
    expect(await signUp('https://evil.example')).toBe('invalid_credential');
    expect(await signUp(`${OTHER}.evil.example`)).toBe('invalid_credential');
  });
});
