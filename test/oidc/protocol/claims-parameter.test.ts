import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  errorOf,
  queryOf,
  requestToken,
} from '../../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { signIn } from '../../support/sign-in.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let issuer: Issuer;
let client: Client;
let secret: string;
let user: User;
let cookie: string;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  ({ client, secret } = await makeClient(deps, issuer, { claimsInIdToken: false }));
  user = await makeUser(deps, { locale: 'en', claims: { national_id: '0123' } });
  ({ cookie } = await signInAs(deps, user));
});
afterAll(() => deps.store.close());

/** The claims that a client gets by requesting them individually. */
async function released(claims: unknown, scope = 'openid') {
  const code = await codeFor(deps, issuer, client, cookie, { scope, claims: JSON.stringify(claims) });
  const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
  const bearer = { authorization: `Bearer ${answer.access_token}`, parameters: [] };
  const info = await userinfo(deps, issuer, bearer);
  return { idToken: decodeJwt(answer.id_token as string), userinfo: info.kind === 'json' ? info.claims : {} };
}

function ask(changes: Record<string, string>, session = cookie) {
  return authorize(deps, issuer, { parameters: queryOf(client, changes), ...browserWith(session) });
}

describe('OpenID Connect Core §5.5 claims parameter', () => {
  it('releases claims only at the place that they were requested for', async () => {
    const { idToken, userinfo: info } = await released({
      id_token: { email: null, auth_time: { essential: true } },
      userinfo: { name: { essential: true }, locale: null },
    });
    expect(idToken).toMatchObject({ email: 'ada@example.org', auth_time: expect.any(Number) });
    expect(idToken).not.toHaveProperty('name');
    expect(info).toEqual({ sub: user.id, name: 'Ada Lovelace', locale: 'en' });
  });

  it('releases requested claims in addition to those of the scopes', async () => {
    const { userinfo: info } = await released({ userinfo: { locale: null } }, 'openid email');
    expect(info).toEqual({ sub: user.id, locale: 'en', email: 'ada@example.org', email_verified: true });
  });

  it('omits a claim without a value, one that no scope of the client releases, and a protocol claim', async () => {
    const names = ['picture', 'phone_number', 'national_id', 'unheard-of', 'iss', '__proto__', 'constructor'];
    const asked = JSON.parse(`{${names.map((name) => `"${name}":null`).join(',')}}`);
    const { idToken, userinfo: info } = await released({ id_token: asked, userinfo: asked });
    expect(info).toEqual({ sub: user.id });
    expect(Object.keys(idToken)).toEqual(expect.not.arrayContaining(['national_id', 'picture', 'constructor']));
    expect(idToken.iss).toBe('http://localhost:3000');
  });

  it('does not release claims of a scope that the client gets after the user consented', async () => {
    const made = await makeClient(deps, issuer, { scopes: ['openid'], claimsInIdToken: false });
    const claims = JSON.stringify({ userinfo: { email: null }, id_token: { email: null } });
    const code = await codeFor(deps, issuer, made.client, cookie, { claims });
    await deps.store.clients.update(made.client, { scopes: ['openid', 'email'] });
    const header = basicHeader(made.client, made.secret);
    const answer = await requestToken(deps, issuer, codeForm(made.client, code), header);
    expect(decodeJwt(String(answer.id_token))).not.toHaveProperty('email');
    const info = await userinfo(deps, issuer, { authorization: `Bearer ${answer.access_token}`, parameters: [] });
    expect(info).toEqual({ kind: 'json', claims: { sub: user.id } });
  });

  it('no longer releases claims of a scope that was removed from the client', async () => {
    const made = await makeClient(deps, issuer, { claimsInIdToken: false });
    const claims = JSON.stringify({ userinfo: { email: null } });
    const code = await codeFor(deps, issuer, made.client, cookie, { claims });
    const header = basicHeader(made.client, made.secret);
    const { access_token } = await requestToken(deps, issuer, codeForm(made.client, code), header);
    const ask = () => userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect(await ask()).toMatchObject({ claims: { email: 'ada@example.org' } });
    await deps.store.clients.update(made.client, { scopes: ['openid'] });
    expect(await ask()).toEqual({ kind: 'json', claims: { sub: user.id } });
  });

  it('omits a claim whose value is not the requested one (§5.5.1)', async () => {
    const { userinfo: info } = await released({
      userinfo: { locale: { value: 'de' }, name: { values: ['Ada Lovelace', 'Grace'] }, email: { values: [] } },
    });
    expect(info).toEqual({ sub: user.id, name: 'Ada Lovelace' });
  });

  it('ignores unknown members', async () => {
    const { userinfo: info } = await released({ elsewhere: 1, userinfo: { locale: { colour: 'blue' } } });
    expect(info).toHaveProperty('locale', 'en');
  });

  it.each([
    '{',
    '[]',
    '"text"',
    '{"userinfo":[]}',
    '{"id_token":{"email":true}}',
    '{"userinfo":{"email":{"values":1}}}',
  ])('rejects %s', async (claims) => {
    expect(errorOf(await ask({ claims }))).toBe('invalid_request');
  });

  it('rejects a parameter that is too long or too deeply nested', async () => {
    for (const claims of [
      `{"userinfo":{"a":{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`,
      ' '.repeat(5000),
    ]) {
      expect(errorOf(await ask({ claims }))).toBe('invalid_request');
    }
    const deep = `{"userinfo":{"a":{"value":${'['.repeat(2000)}${']'.repeat(2000)}}}}`;
    expect((await ask({ claims: deep })).kind).toBe('redirect');
  });

  it('is advertised in the discovery document', async () => {
    expect(await discoveryDocument(deps, issuer)).toMatchObject({ claims_parameter_supported: true });
  });
});

describe('OpenID Connect Core §5.5.1 a requested sub', () => {
  const demanding = (sub: string) => ({ claims: JSON.stringify({ id_token: { sub: { value: sub } } }) });

  it('accepts only the user that the sub names', async () => {
    expect((await ask(demanding(user.id))).kind).toBe('redirect');
    expect((await ask(demanding('another'))).kind).toBe('interaction');
    expect(errorOf(await ask({ ...demanding('another'), prompt: 'none' }))).toBe('login_required');
  });
});

describe('OpenID Connect Core §5.5.1.1 acr', () => {
  const demanding = (acr: object) => ({ claims: JSON.stringify({ id_token: { acr } }), prompt: 'none' });

  it('treats an essential acr that was not reached as a failed authentication', async () => {
    const unmet = demanding({ essential: true, values: ['phrh'] });
    expect(errorOf(await ask(unmet))).toBe('unmet_authentication_requirements');
    expect((await ask(demanding({ essential: true, values: ['phrh', 'phr'] }))).kind).toBe('redirect');
  });

  it('lets phrh satisfy a request for phr, and returns phr', async () => {
    const acrOf = async (acr: object) => {
      const authentication = { user, passkeyId: 'passkey', amr: ['hwk', 'user', 'mfa'], acr: 'phrh' };
      const { cookie: strong } = await signIn(deps, authentication, undefined, {});
      const claims = JSON.stringify({ id_token: { acr } });
      const code = await codeFor(deps, issuer, client, strong, { claims, prompt: 'none' });
      const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
      return decodeJwt(answer.id_token as string).acr;
    };
    expect(await acrOf({ essential: true, value: 'phr' })).toBe('phr');
    expect(await acrOf({ essential: true, values: ['phr', 'phrh'] })).toBe('phrh');
    expect(await acrOf({ essential: true })).toBe('phrh');
  });

  it('does not reject a user for a voluntary acr', async () => {
    expect(errorOf(await ask(demanding({ values: ['phrh'] })))).toBeUndefined();
    expect(errorOf(await ask({ acr_values: 'phrh', prompt: 'none' }))).toBeUndefined();
  });
});
