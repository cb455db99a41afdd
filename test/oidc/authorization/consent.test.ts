import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { revokeConsent } from '../../../src/admin/tokens/grant-revoke.js';
import { readHandle } from '../../../src/keys/secrets.js';
import { type Consent, consentKey } from '../../../src/model/access/consent.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { User } from '../../../src/model/people/user.js';
import type { Grant } from '../../../src/model/tokens/grant.js';
import { startEdge, type TestEdge } from '../../http/start-edge.js';
import { basicHeader, codeForm, type Query, queryOf } from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { type Answer, newUserAgent, type UserAgent } from '../../support/user-agent.js';

let edge: TestEdge;
let issuer: Issuer;

const calls: string[] = [];

beforeAll(async () => {
  edge = await startEdge();
  issuer = await ensureDefaultIssuer(edge.deps);
  await edge.deps.store.scopes.insert({
    id: 'national_id',
    version: 1,
    claims: ['national_id'],
    description: 'See your <national> number',
  });
});
afterAll(() => edge.stop());

/** A signed-in user and a client that no other test uses. */
interface Visit {
  readonly user: User;
  readonly client: Client;
  readonly secret: string;
  readonly agent: UserAgent;
  authorize(changes?: Query): Promise<Answer>;
}

const SCOPES = ['openid', 'profile', 'email', 'offline_access', 'national_id'];

async function signedIn(agent: UserAgent, user: User): Promise<void> {
  const { cookie } = await signInAs(edge.deps, user);
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
}

async function visit(changes: Partial<Client> = {}): Promise<Visit> {
  const user = await makeUser(edge.deps);
  const made = await makeClient(edge.deps, issuer, { scopes: SCOPES, consent: 'REMEMBERED', ...changes });
  const agent = newUserAgent(edge.origin);
  await signedIn(agent, user);
  const authorize = (asked: Query = {}) =>
    agent.get(`/oidc/authorize?${new URLSearchParams(queryOf(made.client, asked))}`);
  return { ...made, user, agent, authorize };
}

/** The error or code that the application gets, or the page that comes first. */
function seen({ location }: Answer): string | undefined {
  return location?.searchParams.get('error') ?? (location?.searchParams.has('code') ? 'code' : location?.pathname);
}

function fieldsOf(page: Answer): Record<string, string> {
  return Object.fromEntries(
    [...page.text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

async function pageOf(agent: UserAgent, answer: Answer): Promise<Answer> {
  expect(seen(answer)).toBe('/consent');
  return agent.get(answer.location?.href ?? '');
}

async function answerWith(agent: UserAgent, action: string, page: Answer): Promise<Answer> {
  const answer = await agent.postForm('/consent', { ...fieldsOf(page), action });
  return answer.location?.origin === edge.origin ? agent.follow(answer.location.href) : answer;
}

/** The user is asked and allows it; returns the redirect to the application. */
async function allowed({ agent, authorize }: Visit, changes: Query = {}): Promise<Answer> {
  const answer = await answerWith(agent, 'allow', await pageOf(agent, await authorize(changes)));
  expect(seen(answer)).toBe('code');
  return answer;
}

async function grantOf({ location }: Answer): Promise<Grant> {
  const id = readHandle(location?.searchParams.get('code') ?? '')?.id ?? '';
  const grant = await edge.deps.store.grants.find(id);
  if (grant === undefined) throw new Error('no grant');
  return grant;
}

function consentOf({ client, user }: Visit): Promise<Consent | undefined> {
  return edge.deps.store.consents.findByKey(consentKey(client, user.id));
}

async function redeem({ client, secret }: Visit, answer: Answer): Promise<Record<string, string>> {
  const form = new URLSearchParams(codeForm(client, answer.location?.searchParams.get('code') ?? '') as never);
  const response = await edge.post('/oidc/token', form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: basicHeader(client, secret),
  });
  return (await response.json()) as Record<string, string>;
}

async function userinfo(token: string | undefined): Promise<number> {
  return (await edge.get('/oidc/userinfo', { authorization: `Bearer ${token}` })).status;
}

async function eventsOf(type: 'CONSENT_GIVEN' | 'CONSENT_REVOKED', { client }: Visit) {
  return (
    await edge.deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', { types: [type], clientId: client.id })
  ).items.map(({ record }) => record);
}

describe('OpenID Connect Core §3.1.2.4 the consent page', () => {
  it('shows the application, its links, the signed-in user, and a description of each scope', async () => {
    const { agent, authorize, user } = await visit({
      name: 'Wiki & co',
      logo_uri: 'https://wiki.example/logo.png',
      client_uri: 'https://wiki.example/about',
      policy_uri: 'https://wiki.example/privacy',
      tos_uri: 'https://wiki.example/terms',
    });
    const page = await pageOf(agent, await authorize({ scope: 'openid email offline_access national_id' }));
    expect(page.status).toBe(200);
    for (const text of [
      '“Wiki &amp; co” wants to access your account',
      'src="/logos/clients/',
      'href="https://wiki.example/about"',
      'href="https://wiki.example/privacy"',
      'href="https://wiki.example/terms"',
      `You’re signed in as <strong>${user.username}</strong>`,
      'Recognise you when you sign in',
      'See your email address',
      'Keep this access when you’re not using the application',
      'See your &lt;national> number',
      'Use another account',
    ]) {
      expect(page.text).toContain(text);
    }
    expect(page.text).not.toContain('See your name and profile');
  });

  it('redirects with a code when the user allows it, and records the consent in the audit log', async () => {
    const here = await visit();
    const grant = await grantOf(await allowed(here, { scope: 'openid email' }));
    const consent = await consentOf(here);
    expect(consent).toMatchObject({ scopes: ['openid', 'email'], claims: [], userId: here.user.id });
    expect(grant).toMatchObject({ consentId: consent?.id, scopes: ['openid', 'email'] });
    expect(await eventsOf('CONSENT_GIVEN', here)).toMatchObject([
      {
        actorKind: 'USER',
        userId: here.user.id,
        resource: 'consent',
        resourceId: consent?.id,
        detail: { scopes: ['openid', 'email'], claims: [] },
        outcome: 'SUCCESS',
      },
    ]);
  });

  it('redirects with access_denied and the state, once, when the user denies it, and stores no consent', async () => {
    const here = await visit();
    const page = await pageOf(here.agent, await here.authorize());
    const answer = await answerWith(here.agent, 'deny', page);
    expect(seen(answer)).toBe('access_denied');
    expect(answer.location?.searchParams.get('state')).toBe('the-state');
    expect(answer.location?.searchParams.get('iss')).toBe(edge.origin);
    expect((await answerWith(here.agent, 'deny', page)).status).toBe(400);
    expect((await answerWith(here.agent, 'allow', page)).status).toBe(400);
    expect(await consentOf(here)).toBeUndefined();
    expect(seen(await here.authorize())).toBe('/consent');
  });

  it('issues one code if the user presses Allow many times at once', async () => {
    const here = await visit();
    const page = await pageOf(here.agent, await here.authorize());
    const answers = await Promise.all(Array.from({ length: 8 }, () => answerWith(here.agent, 'allow', page)));
    expect(answers.filter((answer) => seen(answer) === 'code')).toHaveLength(1);
    expect(await edge.deps.store.consents.countOfUser(here.user.id)).toBe(1);
  });

  it('accepts its form only from pages of this server, and only known actions', async () => {
    const { agent, authorize } = await visit();
    const fields = fieldsOf(await pageOf(agent, await authorize()));
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await agent.postForm('/consent', { ...fields, action: 'allow' }, foreign)).status).toBe(403);
    expect((await agent.postForm('/consent', { ...fields, action: 'other' })).status).toBe(400);
  });

  it('rejects another browser', async () => {
    const { agent, authorize, user } = await visit();
    const answer = await authorize();
    const fields = fieldsOf(await pageOf(agent, answer));
    const stranger = newUserAgent(edge.origin);
    await signedIn(stranger, user);
    const page = await stranger.get(answer.location?.href ?? '');
    expect([page.status, page.location?.pathname, page.location?.search]).toEqual([303, '/account', '']);
    expect((await stranger.postForm('/consent', { ...fields, action: 'allow' })).status).toBe(400);
  });

  it('continues if there is nothing left to ask', async () => {
    const here = await visit();
    const answer = await here.authorize();
    await allowed(here);
    expect(seen(await here.agent.follow(answer.location?.href ?? ''))).toBe('code');
  });

  it('redirects to the sign-in page if the user wants another account', async () => {
    const { agent, authorize } = await visit();
    const fields = fieldsOf(await pageOf(agent, await authorize()));
    const answer = await agent.postForm('/consent', { ...fields, action: 'other-account' });
    expect(seen(answer)).toBe('/login');
    expect(seen(await agent.get(`/continue/${fields.interaction}`))).toBe('/login');
  });

  it('asks again if another user has signed in since the page was shown', async () => {
    const here = await visit();
    const page = await pageOf(here.agent, await here.authorize());
    const other = await makeUser(edge.deps);
    await signedIn(here.agent, other);
    const again = await answerWith(here.agent, 'allow', page);
    expect(again.text).toContain(`You’re signed in as <strong>${other.username}</strong>`);
    expect(await edge.deps.store.consents.countOfUser(other.id)).toBe(0);
    expect(await edge.deps.store.consents.countOfUser(here.user.id)).toBe(0);
    expect(seen(await answerWith(here.agent, 'allow', again))).toBe('code');
    expect(await edge.deps.store.consents.countOfUser(other.id)).toBe(1);
  });

  it('does not use the answer of one user for another', async () => {
    const here = await visit({ consent: 'ALWAYS' });
    const fields = fieldsOf(await pageOf(here.agent, await here.authorize()));
    const answer = await here.agent.postForm('/consent', { ...fields, action: 'allow' });
    expect(answer.location?.pathname).toBe(`/continue/${fields.interaction}`);
    await signedIn(here.agent, await makeUser(edge.deps));
    expect(seen(await here.agent.get(answer.location?.href ?? ''))).toBe('/consent');
  });

  it('asks again if the client has got more scopes since the page was shown', async () => {
    const here = await visit({ scopes: ['openid'] });
    const page = await pageOf(here.agent, await here.authorize({ scope: 'openid email' }));
    expect(page.text).not.toContain('See your email address');
    await edge.deps.store.clients.update(here.client, { scopes: SCOPES });
    const again = await answerWith(here.agent, 'allow', page);
    expect(again.text).toContain('See your email address');
    expect(await consentOf(here)).toBeUndefined();
  });

  it('does not ask a user who has no access to the client', async () => {
    const { authorize } = await visit({ accessPolicy: 'PERMITTED_USERS' });
    expect(seen(await authorize())).toBe('/denied');
  });
});

describe('OpenID Connect Core §3.1.2.4 when consent is required', () => {
  it('is never required with the policy NEVER', async () => {
    const here = await visit({ consent: 'NEVER' });
    const answer = await here.authorize({ scope: 'openid email' });
    expect(seen(answer)).toBe('code');
    expect((await grantOf(answer)).consentId).toBeUndefined();
    expect(await consentOf(here)).toBeUndefined();
  });

  it('is required once with the policy REMEMBERED, and again for further scopes, while earlier grants stay valid', async () => {
    const here = await visit();
    const first = await allowed(here, { scope: 'openid email' });
    const tokens = await redeem(here, first);
    const made = await consentOf(here);
    expect(seen(await here.authorize({ scope: 'openid email' }))).toBe('code');
    expect(seen(await here.authorize({ scope: 'openid' }))).toBe('code');
    const second = await allowed(here, { scope: 'openid profile' });
    const widened = await consentOf(here);
    expect(widened).toMatchObject({ id: made?.id, scopes: ['openid', 'email', 'profile'] });
    expect((await grantOf(second)).consentId).toBe(made?.id);
    expect(await userinfo(tokens.access_token)).toBe(200);
  });

  it('is remembered for one user and one client', async () => {
    const here = await visit();
    await allowed(here);
    await signedIn(here.agent, await makeUser(edge.deps));
    expect(seen(await here.authorize())).toBe('/consent');
  });

  it('remembers everything that several tabs allow at once', async () => {
    const here = await visit();
    const scopes = ['openid', 'openid email', 'openid profile', 'openid national_id'];
    const pages: Answer[] = [];
    for (const scope of scopes) pages.push(await pageOf(here.agent, await here.authorize({ scope })));
    const answers = await Promise.all(pages.map((page) => answerWith(here.agent, 'allow', page)));
    expect(answers.map(seen)).toEqual(scopes.map(() => 'code'));
    const consent = await consentOf(here);
    expect(new Set(consent?.scopes)).toEqual(new Set(['openid', 'email', 'profile', 'national_id']));
    for (const answer of answers) expect((await grantOf(answer)).consentId).toBe(consent?.id);
  });

  it('is required each time with the policy ALWAYS and not remembered', async () => {
    const here = await visit({ consent: 'ALWAYS' });
    for (const _ of [1, 2]) expect((await grantOf(await allowed(here))).consentId).toBeUndefined();
    expect(await consentOf(here)).toBeUndefined();
    expect(await eventsOf('CONSENT_GIVEN', here)).toHaveLength(2);
  });

  it.each(['NEVER', 'REMEMBERED', 'ALWAYS'] as const)('is always required for prompt=consent (%s)', async (consent) => {
    const here = await visit({ consent });
    for (const _ of [1, 2]) await allowed(here, { prompt: 'consent' });
    expect((await consentOf(here)) !== undefined).toBe(consent === 'REMEMBERED');
  });

  it.each(['REMEMBERED', 'ALWAYS'] as const)('leads to consent_required for prompt=none (%s)', async (consent) => {
    const here = await visit({ consent });
    expect(seen(await here.authorize({ prompt: 'none' }))).toBe('consent_required');
    await allowed(here, { scope: 'openid' });
    expect(seen(await here.authorize({ prompt: 'none' }))).toBe(consent === 'REMEMBERED' ? 'code' : 'consent_required');
    expect(seen(await here.authorize({ prompt: 'none', scope: 'openid email' }))).toBe('consent_required');
  });

  it('needs no further round trips and updates the last-used time of the record', async () => {
    const here = await visit();
    await allowed(here);
    const counted = await startEdge({ store: countingStore(edge.deps.store, calls) });
    const session = (await here.agent.jar.getCookieString(edge.origin)).replace(/.*passgraph_session=/, '');
    calls.length = 0;
    const query = new URLSearchParams(queryOf(here.client));
    const answer = await counted.get(`/oidc/authorize?${query}`, {
      cookie: `passgraph_browser=${'A'.repeat(43)}; passgraph_session=${session}`,
    });
    expect(answer.headers.get('location')).toContain('code=');
    expect(calls.filter((call) => call !== 'consents.touch').length).toBeLessThanOrEqual(3);
    await counted.stop();
    expect((await consentOf(here))?.lastUsedAt).toBeInstanceOf(Date);
  });
});

describe('OpenID Connect Core §5.5 consent to single claims', () => {
  const asking = (...names: string[]) => ({
    claims: JSON.stringify({ userinfo: Object.fromEntries(names.map((name) => [name, null])) }),
  });

  it('is required for requested claims that a scope of the client releases', async () => {
    const here = await visit({ scopes: ['openid', 'email', 'national_id'] });
    const page = await pageOf(here.agent, await here.authorize(asking('national_id', 'birthdate', 'sub')));
    expect(page.text).toContain('See this information about you: national_id');
    expect(page.text).not.toContain('birthdate');
    await answerWith(here.agent, 'allow', page);
    expect(await consentOf(here)).toMatchObject({ scopes: ['openid'], claims: ['national_id'] });
    expect(seen(await here.authorize(asking('national_id')))).toBe('code');
    expect(seen(await here.authorize(asking('national_id', 'email')))).toBe('/consent');
  });

  it('is not required again for claims of a scope that the user has allowed', async () => {
    const here = await visit();
    await allowed(here, { scope: 'openid email' });
    expect(seen(await here.authorize(asking('email')))).toBe('code');
  });
});

describe('Consent to the values of claim rules', () => {
  const claimRules = [
    { claim: 'role', expression: '"<b>" + user.preferred_username' },
    { claim: 'teams', expression: '["a", "b"]' },
    { claim: 'hidden', expression: 'null' },
    { claim: 'name', expression: 'user.nickname' },
    { claim: 'email', expression: '"other@example.org"' },
    { claim: 'note', expression: '"x\u202e\u0007\u061c\u200b\u200e\u200f\u2060\ufeffy"' },
  ];
  it('is asked for with the values that the client would get', async () => {
    const { agent, authorize, user } = await visit({ claimRules });
    const page = await pageOf(agent, await authorize({ scope: 'openid profile' }));
    const [role, teams, note] = [`&lt;b>${user.username}`, 'a, b', `x${'\ufffd'.repeat(8)}y`];
    expect(factsOf(page)).toEqual([
      ['Username', user.username],
      ['Last changed', expect.any(String)],
      ['role', role],
      ['teams', teams],
      ['note', note],
    ]);
    const more = await pageOf(agent, await authorize({ scope: 'openid profile email' }));
    expect(factsOf(more)).toContainEqual(['Email address', 'other@example.org']);
    const claims = JSON.stringify({ userinfo: { email: null } });
    const single = await pageOf(agent, await authorize({ scope: 'openid', claims }));
    expect(factsOf(single)).toContainEqual(['Email address', 'other@example.org']);
    expect(factsOf(single)).not.toContainEqual(['role', role]);
  });

  it('shows a time that no date can have as its number', async () => {
    const { agent, authorize } = await visit({ claimRules: [{ claim: 'updated_at', expression: '8640000000001' }] });
    const page = await pageOf(agent, await authorize({ scope: 'openid profile' }));
    expect(factsOf(page).map(([, value]) => value)).toContain('8640000000001');
  });

  it('is asked for again if a value has changed since the page was shown', async () => {
    const { agent, authorize, client } = await visit({ claimRules: [{ claim: 'role', expression: '"Viewer"' }] });
    const page = await pageOf(agent, await authorize());
    await edge.deps.store.clients.update(client, { claimRules: [{ claim: 'role', expression: '"Owner"' }] });
    const again = await answerWith(agent, 'allow', page);
    expect(factsOf(again)).toEqual([['role', 'Owner']]);
    expect(seen(await answerWith(agent, 'allow', again))).toBe('code');
  });
});

describe('The details on the consent page', () => {
  it('are those that the account has, with their values, and long lists are folded', async () => {
    const { agent, authorize, user } = await visit({
      scopes: ['openid', 'profile', 'email', 'address', 'phone', 'groups', 'offline_access', 'national_id'],
    });
    const { users } = edge.deps.store;
    const changes = {
      name: 'Ada Lovelace',
      locale: 'fr',
      picture: `${edge.deps.config.issuer}/pictures/${PICTURE_ID}`,
      email: 'ada@example.com',
      email_verified: true,
      claims: { address: { street_address: '1 Main St', locality: 'London' } },
    };
    const present = await users.find(user.id);
    if (present !== undefined) await users.update(present, changes);
    const page = await pageOf(agent, await authorize({ scope: 'openid profile email address phone groups' }));
    const facts = Object.fromEntries(factsOf(page));
    expect(facts).toMatchObject({
      'Full name': 'Ada Lovelace',
      Language: 'Français',
      'Email address': 'ada@example.com (verified)',
      'Postal address': '1 Main St, London',
    });
    expect(page.text).toContain(`<img class="picture" src="/pictures/${PICTURE_ID}"`);
    const [shared = '', missing = ''] = page.text.split('doesn’t have the following yet');
    expect(shared).toContain('Recognise you');
    expect(shared).not.toMatch(/phone number|the groups you belong to/);
    expect(missing).toMatch(/See your phone number.*See the groups you belong to/);
    expect(missing).not.toContain('See your email');
  });

  it('do not include a picture of another host as an image', async () => {
    const { agent, authorize, user } = await visit({ scopes: ['openid', 'profile'] });
    const { users } = edge.deps.store;
    const present = await users.find(user.id);
    const picture = `${edge.deps.config.issuer}.evil.example/pictures/${PICTURE_ID}`;
    if (present !== undefined) await users.update(present, { picture });
    const page = await pageOf(agent, await authorize({ scope: 'openid profile' }));
    expect(factsOf(page)).toContainEqual(['Picture', picture]);
    expect(page.text).not.toContain('class="picture"');
  });
});

const PICTURE_ID = 'p'.repeat(43);

/** The details that a consent page shows, as the names and values that a reader sees. */
function factsOf({ text }: Answer) {
  const plain = (html = '') => html.replace(/<[^>]*>/g, '');
  return [...text.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [plain(name), plain(value)]);
}

describe('OpenID Connect Core §11 consent to offline_access', () => {
  const scope = 'openid offline_access';

  it('is not required with the policy NEVER', async () => {
    const here = await visit({ consent: 'NEVER' });
    expect(await redeem(here, await here.authorize({ scope }))).toHaveProperty('refresh_token');
  });

  it.each(['REMEMBERED', 'ALWAYS'] as const)('is given with the other scopes (%s)', async (consent) => {
    const here = await visit({ consent });
    expect(await redeem(here, await allowed(here, { scope }))).toHaveProperty('refresh_token');
  });

  it('is required if the remembered consent does not include it', async () => {
    const here = await visit();
    await allowed(here);
    expect(seen(await here.authorize({ scope }))).toBe('/consent');
  });

  it('is missing with prompt=none: the scope is then omitted, and the token response says so', async () => {
    const here = await visit();
    await allowed(here);
    const answer = await here.authorize({ scope, prompt: 'none' });
    expect(await grantOf(answer)).toMatchObject({ offline: false, scopes: ['openid'] });
    const tokens = await redeem(here, answer);
    expect(tokens.scope).toBe('openid');
    expect(tokens).not.toHaveProperty('refresh_token');
  });
});

describe('a revoked consent', () => {
  it('revokes its grants but not the session, and gets a new id when it is given again', async () => {
    const here = await visit();
    const answer = await allowed(here, { scope: 'openid offline_access' });
    const unused = await here.authorize();
    const tokens = await redeem(here, answer);
    expect(await userinfo(tokens.access_token)).toBe(200);
    const before = await consentOf(here);
    await revokeConsent(edge.deps, systemCaller, { userId: here.user.id, clientId: here.client.id });
    expect(await userinfo(tokens.access_token)).toBe(401);
    expect((await redeem(here, unused)).error).toBe('invalid_grant');
    expect(await eventsOf('CONSENT_REVOKED', here)).toMatchObject([{ resourceId: before?.id }]);
    await allowed(here);
    expect((await consentOf(here))?.id).not.toBe(before?.id);
    expect(await userinfo(tokens.access_token)).toBe(401);
  });

  it('is required again if it is revoked while the user signs in', async () => {
    const here = await visit();
    const fields = fieldsOf(await pageOf(here.agent, await here.authorize()));
    const answer = await here.agent.postForm('/consent', { ...fields, action: 'allow' });
    await revokeConsent(edge.deps, systemCaller, { userId: here.user.id, clientId: here.client.id });
    expect(seen(await here.agent.get(answer.location?.href ?? ''))).toBe('/consent');
  });
});

describe('consent in Basic', () => {
  const login = ({ agent, client }: Visit): Promise<Answer> => {
    const query = new URLSearchParams({ redirectUri: client.redirect_uris[0] ?? '', state: 's' });
    return agent.get(`/auth/login/${client.id}?${query}`);
  };
  const tokenOf = ({ location }: Answer) => location?.searchParams.get('token') ?? undefined;
  const basic = { integrations: ['BASIC'], scopes: ['openid', 'email'] } as const;

  it('is not required with the policy NEVER', async () => {
    expect(tokenOf(await login(await visit({ ...basic, consent: 'NEVER' })))).toMatch(/^ey/);
  });

  it('is required for all claims of the token, and remembered', async () => {
    const here = await visit(basic);
    const page = await pageOf(here.agent, await login(here));
    expect(page.text).toContain('See your email address');
    expect(tokenOf(await answerWith(here.agent, 'allow', page))).toMatch(/^ey/);
    expect(await consentOf(here)).toMatchObject({ scopes: ['openid', 'email'] });
    expect(tokenOf(await login(here))).toMatch(/^ey/);
  });

  it('is required each time with the policy ALWAYS', async () => {
    const here = await visit({ ...basic, consent: 'ALWAYS' });
    for (const _ of [1, 2]) {
      const page = await pageOf(here.agent, await login(here));
      expect(tokenOf(await answerWith(here.agent, 'allow', page))).toMatch(/^ey/);
    }
  });

  it('leads to access_denied if the user denies it', async () => {
    const here = await visit(basic);
    const answer = await answerWith(here.agent, 'deny', await pageOf(here.agent, await login(here)));
    expect(Object.fromEntries(answer.location?.searchParams ?? [])).toEqual({
      error: 'access_denied',
      clientId: here.client.id,
      state: 's',
    });
  });
});
