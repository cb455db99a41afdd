import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startTestApp, type TestApp } from '../support/app.js';
import { VERIFIER } from '../support/authorization.js';
import { frozenClock, systemClock } from '../support/deps.js';
import { type Guide, openGuide } from '../support/guides.js';
import { enrolOwner, type Person } from '../support/people.js';
import { authorizationQuery, authorizeAs, basicOf, getJson, PKCE, type Registered } from '../support/relying-party.js';

interface Created {
  readonly createClient: { readonly clientSecret: string };
}

interface Preview {
  readonly previews: readonly { readonly claims: object | null }[];
}

const clock = frozenClock(systemClock.now());
let app: TestApp;
let owner: Person;
let userId: string;

beforeAll(async () => {
  app = await startTestApp({}, { clock });
  owner = await enrolOwner(app);
  const { userByUsername } = await app.graphql<{ userByUsername: { id: string } }>(
    '{ userByUsername(username: "owner") { id } }',
  );
  userId = userByUsername.id;
});
afterAll(() => app.stop());

const CALLBACK_PORT = 4000;

/** The answer of the token endpoint to who signs in; `more` is sent to both endpoints. */
async function tokensOf(guide: Guide, client: Registered, scope: string, more: readonly [string, string][] = []) {
  const redirect_uri = `${guide.origin(CALLBACK_PORT)}/callback`;
  const repeated = more.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
  const back = await authorizeAs(owner, authorizationQuery(client, { ...PKCE, redirect_uri, scope }) + repeated);
  const form = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri };
  const body = new URLSearchParams([...Object.entries({ ...form, code_verifier: VERIFIER }), ...more]);
  const answer = await fetch(`${app.origin}/oidc/token`, { method: 'POST', body, headers: basicOf(client) });
  return (await answer.json()) as Record<'access_token' | 'id_token' | 'scope', string>;
}

describe('docs/connect/openid-connect.md', () => {
  let guide: Guide;
  let clinic: Registered;
  let dashboard: Registered;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  beforeAll(async () => {
    guide = await openGuide('connect/openid-connect', app);
    const { createClient } = await guide.graphql<Created>(app, 'scope', { userId });
    clinic = { id: 'clinic', secret: createClient.clientSecret };
  });

  it('releases a claim of one’s own by a scope of one’s own', async () => {
    const tokens = await tokensOf(guide, clinic, 'openid profile national_id email');
    expect(tokens.scope).toBe('openid profile national_id');
    expect(decodeJwt(tokens.id_token).national_id).toBe('1207853329');
    const { body } = await getJson(`${app.origin}/oidc/userinfo`, bearer(tokens.access_token));
    expect(body).toMatchObject({ national_id: '1207853329', preferred_username: 'owner' });
    const plain = await tokensOf(guide, clinic, 'openid');
    expect(decodeJwt(plain.id_token)).not.toHaveProperty('national_id');
    const claims = '{"userinfo":{"national_id":{"essential":true}}}';
    const asked = await tokensOf(guide, clinic, 'openid', [['claims', claims]]);
    const named = await getJson(`${app.origin}/oidc/userinfo`, bearer(asked.access_token));
    expect(named.body).toEqual({ sub: userId, national_id: '1207853329' });
  });

  it('lists the groups of the user', async () => {
    const { createClient } = await guide.graphql<Created>(app, 'groups', { userId });
    dashboard = { id: 'dashboard', secret: createClient.clientSecret };
    const { id_token } = await tokensOf(guide, dashboard, 'openid groups');
    expect(decodeJwt(id_token).groups).toEqual(['home-admins']);
  });

  it('shows what rules would compute', async () => {
    const { previewClaimRules } = await guide.graphql<{ previewClaimRules: Preview }>(app, 'preview', { userId });
    const { previews, ...rest } = previewClaimRules;
    expect(rest).toEqual(JSON.parse(guide.block('json preview')));
    for (const { claims } of previews) expect(claims ?? { role: 'Admin' }).toMatchObject({ role: 'Admin' });
  });

  it('computes claims with rules', async () => {
    await guide.graphql(app, 'claim-rules');
    const { id_token } = await tokensOf(guide, dashboard, 'openid profile email groups');
    const claims = decodeJwt(id_token);
    expect(claims).toMatchObject({ role: 'Admin', preferred_username: 'owner@home', tenant: 'family' });
    expect(claims).not.toHaveProperty('email');
    expect(claims).not.toHaveProperty('email_verified');
  });

  it('assigns a role of an application, and one of an API', async () => {
    await guide.graphql(app, 'roles');
    const { id_token } = await tokensOf(guide, dashboard, 'openid');
    expect(decodeJwt(id_token).roles).toEqual(['editor']);
    const { assignRole } = await guide.graphql<{ assignRole: object }>(app, 'scope-with-role', { userId });
    expect(assignRole).toEqual({ assignment: { createdAt: expect.any(String) } });
    await app.graphql(
      'mutation { updateClient(input: { id: "dashboard", scopes: ["openid", "orders:write"] }) { client { id } } }',
    );
    expect((await tokensOf(guide, dashboard, 'openid orders:write')).scope).toBe('openid orders:write');
  });

  it('grants nothing to a request without a scope', async () => {
    const tokens = await tokensOf(guide, clinic, '');
    expect(tokens).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 300 });
  });

  it('shows consents, and takes one back', async () => {
    await app.graphql('mutation { updateClient(input: { id: "clinic", consent: REMEMBERED }) { client { id } } }');
    const redirect_uri = `${guide.origin(CALLBACK_PORT)}/callback`;
    const away = authorizationQuery(clinic, { ...PKCE, redirect_uri, scope: 'openid national_id' });
    const page = await owner.agent.follow(away);
    expect(page.text).toContain('See your national id');
    const fields = [...page.text.matchAll(/name="(interaction|shown)" value="([^"]+)"/g)];
    const answer = Object.fromEntries(fields.map(([, name, value]) => [name, value]));
    await owner.agent.postForm('/consent', { ...answer, action: 'allow' });
    const seen = () => guide.graphql<{ user: { consents: { edges: object[] } } }>(app, 'consents', { userId });
    expect((await seen()).user.consents.edges).toMatchObject([
      { node: { clientId: 'clinic', scopes: ['openid', 'national_id'] } },
    ]);
    expect(await guide.graphql(app, 'revoke', { userId })).toEqual({ revokeConsent: { deleted: true } });
    expect((await seen()).user.consents.edges).toEqual([]);
  });

  it('makes an issuer with a client of its own, found at both addresses', async () => {
    const { createClient, createIssuer } = await guide.graphql<Created & { createIssuer: object }>(app, 'issuer');
    const url = `${app.origin}/i/shop`;
    expect([createIssuer, createClient.clientSecret.length]).toEqual([{ issuer: { url } }, 43]);
    const addresses = [...guide.block('sh issuer').matchAll(/http\S+/g)].map(([address]) => address);
    expect(addresses.length).toBe(2);
    for (const address of addresses) expect((await getJson(address)).body.issuer).toBe(url);
  });

  it('changes a client’s secret while the old one still counts', async () => {
    const { addClientSecret } = await guide.graphql<{ addClientSecret: { clientSecret: string } }>(app, 'secret');
    await app.graphql('mutation { updateClient(input: { id: "clinic", consent: NEVER }) { client { id } } }');
    const renewed = { ...clinic, secret: addClientSecret.clientSecret };
    for (const client of [clinic, renewed]) expect(await tokensOf(guide, client, 'openid')).toHaveProperty('id_token');
  });

  it('changes signing keys: not too early, without breaking a token; a compromised one at once', async () => {
    await expect(guide.graphql(app, 'rotate')).rejects.toThrow('CONFLICT');
    clock.advance(400);
    const kidOf = ({ id_token }: { id_token: string }) => decodeProtectedHeader(id_token).kid;
    const kids = async () => {
      const { body } = await getJson(`${app.origin}/oidc/jwks`);
      return body.keys.map(({ kid }: { kid: string }) => kid);
    };
    const before = await tokensOf(guide, clinic, 'openid');
    await guide.graphql(app, 'rotate');
    const after = await tokensOf(guide, clinic, 'openid');
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect(await kids()).toEqual(expect.arrayContaining([kidOf(before), kidOf(after)]));
    await guide.graphql(app, 'compromised');
    expect(await kids()).not.toContain(kidOf(after));
    expect(await kids()).toContain(kidOf(before));
  });
});

describe('docs/connect/machine.md: an API that calls another', () => {
  const shell = promisify(execFile);

  it('exchanges a user’s token, and says who acts where it is asked to', async () => {
    const guide = await openGuide('connect/machine', app);
    await guide.graphql(app, 'client');
    const { createClient } = await guide.graphql<Created>(app, 'exchange');
    const { createClient: web } = await app.graphql<Created>(
      `mutation ($uri: String!) {
        createClient(input: {
          id: "web", name: "Web", accessPolicy: ALL_USERS, redirectUris: [$uri]
          scopes: ["openid", "invoices:read", "payments:read"]
        }) { clientSecret }
      }`,
      { uri: `${guide.origin(CALLBACK_PORT)}/callback` },
    );
    const [invoices, payments] = [`${guide.origin(5000)}/`, `${guide.origin(4500)}/`];
    const both: [string, string][] = [invoices, payments].map((one) => ['resource', one]);
    const client = { id: 'web', secret: web.clientSecret };
    const { access_token: TOKEN } = await tokensOf(guide, client, 'openid invoices:read payments:read', both);
    const env = { ...process.env, CLIENT_SECRET: createClient.clientSecret, TOKEN };
    const run = async (info: string, more: object = {}) => {
      const { stdout } = await shell('sh', ['-c', guide.block(info)], { env: { ...env, ...more } });
      return JSON.parse(stdout) as { access_token: string };
    };
    const { access_token: impersonating } = await run('sh exchange');
    expect(decodeJwt(impersonating)).toMatchObject({ sub: userId, aud: payments, scope: 'payments:read' });
    expect(decodeJwt(impersonating)).not.toHaveProperty('act');
    const own = await fetch(`${app.origin}/oidc/token`, {
      method: 'POST',
      headers: basicOf({ id: 'invoices', secret: createClient.clientSecret }),
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: OWN } = (await own.json()) as { access_token: string };
    const { access_token: delegated } = await run('sh delegation', { OWN });
    expect(decodeJwt(delegated)).toMatchObject({ sub: userId, aud: payments, act: { sub: 'invoices' } });
  });
});
