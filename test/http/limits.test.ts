import { describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { addressKey } from '../../src/audit/address-key.js';
import { LIMITS, makeLimits } from '../../src/http/request/limits.js';
import { newSecret } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import { numericDate } from '../../src/model/time.js';
import { DEVICE_CODE_GRANT } from '../../src/oidc/device/device-grant-type.js';
import { queryOf } from '../support/authorization.js';
import { makeClientKey } from '../support/client-keys.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { startEdge } from './start-edge.js';

describe('Limits', () => {
  it('allow each key a number of requests and no more.', async () => {
    const limits = makeLimits({ ...LIMITS, recovery: { points: 2, duration: 60 } });
    const tries = await Promise.all([1, 2, 3, 4].map(() => limits.take('recovery', 'ada')));
    expect(tries.filter(Boolean)).toHaveLength(2);
    expect(await limits.take('recovery', 'bob')).toBe(true);
    expect(await limits.take('ceremony', 'ada')).toBe(true);
  });

  it('count an IPv6 /64 as one address, and an IPv4 address in each of its spellings.', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2::9'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey(undefined)).toBe(addressKey('nonsense'));
  });
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Starts a server where the limit `name` allows two requests, with a public client. */
async function limitedBy(name: string) {
  const tried: string[] = [];
  const take = async (asked: string, key: string) => asked !== name || tried.push(key) <= 2;
  const edge = await startEdge({ limits: { take } });
  const issuer = await ensureDefaultIssuer(edge.deps);
  const { client } = await makeClient(edge.deps, issuer, {
    token_endpoint_auth_method: 'none',
    secrets: [],
    grant_types: ['authorization_code', DEVICE_CODE_GRANT],
    integrations: ['OIDC', 'BASIC'],
  });
  return { edge, issuer, client, tried };
}

describe('What unauthenticated requests can store is limited', () => {
  const authorizePath = (client: Client) => `/oidc/authorize?${new URLSearchParams(queryOf(client))}`;

  it('for unfinished sign-ins, by address; users who are signed in are not limited.', async () => {
    const { edge, client, tried } = await limitedBy('interaction');
    const { cookie } = await signInAs(edge.deps, await makeUser(edge.deps));
    const login = `/auth/login/${client.id}?redirectUri=${encodeURIComponent(client.redirect_uris[0] ?? '')}`;
    expect((await edge.get(authorizePath(client))).status).toBe(303);
    expect((await edge.get(login)).status).toBe(303);
    for (const refused of [await edge.get(authorizePath(client)), await edge.get(login)]) {
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
      expect(await refused.text()).toContain('</html>');
    }
    expect(new Set(tried).size).toBe(1);
    const signedIn = await edge.get(authorizePath(client), { cookie: `passgraph_session=${cookie}` });
    expect(new URL(signedIn.headers.get('location') ?? '').searchParams.get('code')).toMatch(/./);
    expect(tried).toHaveLength(4);
    await edge.stop();
  });

  it('for large authorization requests, which count as several.', async () => {
    const edge = await startEdge({ limits: makeLimits({ ...LIMITS, interaction: { points: 20, duration: 60 } }) });
    const { client } = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps));
    const begin = async (state: string) =>
      (await edge.post('/oidc/authorize', new URLSearchParams(queryOf(client, { state })).toString(), FORM)).status;
    expect([await begin('short'), await begin('x'.repeat(60_000)), await begin('short')]).toEqual([303, 303, 303]);
    expect([await begin('x'.repeat(20_000)), await begin('short')]).toEqual([429, 429]);
    await edge.stop();
  });

  it('for large pushed authorization requests, which count as several.', async () => {
    const edge = await startEdge({ limits: makeLimits({ ...LIMITS, publicClient: { points: 20, duration: 60 } }) });
    const issuer = await ensureDefaultIssuer(edge.deps);
    const { client } = await makeClient(edge.deps, issuer, { token_endpoint_auth_method: 'none' });
    const push = async (state: string) =>
      (await edge.post('/oidc/par', new URLSearchParams(queryOf(client, { state })).toString(), FORM)).status;
    expect([await push('x'.repeat(60_000)), await push('short')]).toEqual([201, 201]);
    expect([await push('x'.repeat(20_000)), await push('short')]).toEqual([429, 429]);
    await edge.stop();
  });

  it.each([
    ['/oidc/par', (client: Client) => queryOf(client)],
    ['/oidc/device_authorization', (client: Client) => [['client_id', client.id]]],
  ])('for requests of public clients at %s, by address.', async (path, formOf) => {
    const { edge, client, issuer } = await limitedBy('publicClient');
    const send = (of: Client, headers = {}) =>
      edge.post(path, new URLSearchParams(formOf(of) as [string, string][]).toString(), { ...FORM, ...headers });
    expect([(await send(client)).ok, (await send(client)).ok]).toEqual([true, true]);
    const refused = await send(client);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    const { client: confidential, secret } = await makeClient(edge.deps, issuer, { grant_types: client.grant_types });
    const authorization = `Basic ${Buffer.from(`${confidential.id}:${secret}`).toString('base64')}`;
    expect((await send(confidential, { authorization })).ok).toBe(true);
    await edge.stop();
  });

  it('for audit events about refusals of public clients.', async () => {
    const { edge, client } = await limitedBy('publicRefusal');
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: client.id, code: 'none' });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect((await edge.post('/oidc/token', form.toString(), FORM)).status).toBe(400);
    }
    await (edge.deps.audit as unknown as { flush(): Promise<void> }).flush();
    const { items } = await edge.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { clientId: client.id });
    expect(items.map(({ record }) => record.type)).toEqual(['TOKEN_REFUSED', 'TOKEN_REFUSED']);
    await edge.stop();
  });
});

describe('Unauthenticated input is stored only up to a limit', () => {
  it('if it is a DPoP proof of a public client.', async () => {
    const { edge, client, issuer } = await limitedBy('publicProof');
    const { sign, publicJwk } = await makeClientKey('EdDSA');
    const { kty, crv, x } = publicJwk as Record<string, string>;
    const send = async (of: Client, headers = {}) => {
      const iat = numericDate(edge.deps.clock.now());
      const claims = { jti: newSecret(edge.deps.random), htm: 'POST', htu: `${edge.origin}/oidc/token`, iat };
      const dpop = await sign(claims, { typ: 'dpop+jwt', kid: undefined, jwk: { kty, crv, x } });
      const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: of.id, code: 'none' });
      return edge.post('/oidc/token', form.toString(), { ...FORM, dpop, ...headers });
    };
    expect([(await send(client)).status, (await send(client)).status]).toEqual([400, 400]);
    const refused = await send(client);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    const { client: confidential, secret } = await makeClient(edge.deps, issuer);
    const authorization = `Basic ${Buffer.from(`${confidential.id}:${secret}`).toString('base64')}`;
    expect(await (await send(confidential, { authorization })).json()).toMatchObject({ error: 'invalid_grant' });
    await edge.stop();
  });

  it.each([
    ['authentication', 'SIGN_IN_REFUSED'],
    ['registration', 'PASSKEY_REFUSED'],
  ] as const)('if it is a passkey response for %s.', async (ceremony, type) => {
    const { edge } = await limitedBy('publicRefusal');
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
      expect((await edge.post(`/passkeys/${ceremony}/verify`, '{}', headers)).status).toBe(400);
    }
    const { items } = await edge.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { types: [type] });
    expect(items).toHaveLength(2);
    await edge.stop();
  });
});

describe('A proxy without TRUST_PROXY', () => {
  it('is logged as one warning, because all its users share one address.', async () => {
    for (const [trustProxy, warnings] of [
      [undefined, 1],
      [1, 0],
    ] as const) {
      const edge = await startEdge({ config: { trustProxy } });
      for (let time = 0; time < 2; time += 1) await edge.get('/health/live', { 'x-forwarded-for': '198.51.100.7' });
      expect(edge.logged.filter(({ message }) => message.includes('TRUST_PROXY'))).toHaveLength(warnings);
      await edge.stop();
    }
  });
});
