import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompactSign } from 'jose';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { explainAuthorizationRequest } from '../../../src/admin/explain/authorization-request-explain.js';
import type { Client } from '../../../src/model/clients/client.js';
import { numericDate } from '../../../src/model/time.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../../src/oidc/authorization/pushed-authorization-request.js';
import {
  answeredParameters,
  basicHeader,
  browserWith,
  errorOf,
  type Query,
  queryOf,
} from '../../support/authorization.js';
import { type ClientKey, makeClientKey } from '../../support/client-keys.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld, type World } from '../../support/world.js';

let world: World;
let client: Client;
let secret: string;
beforeAll(async () => {
  world = await openWorld();
  ({ client, secret } = await makeClient(world.deps, world.issuer, { scopes: ['openid', 'email'] }));
});
afterAll(() => world.deps.store.close());

const urlOf = (parameters: Iterable<[string, string]>, path = '') =>
  `http://localhost:3000${path}/oidc/authorize?${new URLSearchParams([...parameters])}`;
const explainUrl = (url: string, userId?: string) =>
  explainAuthorizationRequest(world.deps, systemCaller, { url, userId });
const explain = (changes: Query = {}, of = client, userId?: string) => explainUrl(urlOf(queryOf(of, changes)), userId);

describe('explainAuthorizationRequest', () => {
  it('accepts a correct request, and says what happens to a user', async () => {
    const found = await explain({ scope: 'openid email phone' });
    expect(found).toMatchObject({
      outcome: 'ACCEPTED',
      source: 'PARAMETERS',
      redirectUri: client.redirect_uris[0],
      problems: [],
      access: undefined,
    });
    expect(found.scopes.map(({ scope, reason }) => [scope, reason])).toEqual([
      ['openid', undefined],
      ['email', undefined],
      ['phone', 'NOT_ALLOWED'],
    ]);
    const user = await makeUser(world.deps, { passkeyIds: ['passkey'] });
    await world.deps.store.scopes.insert({ id: 'stock', version: 1, claims: [], requiresRole: true });
    const { client: packer } = await makeClient(world.deps, world.issuer, { scopes: ['openid', 'stock'] });
    const asked = { scope: 'openid stock' };
    const unnamed = await explain(asked, packer);
    expect(unnamed.scopes[1]).toMatchObject({ granted: true, text: expect.stringContaining('if the user has a role') });
    expect((await explain(asked, packer, user.id)).scopes[1]).toMatchObject({ granted: false, reason: 'NO_ROLE' });
    const claims = JSON.stringify({ id_token: { email: { essential: true } } });
    const { access } = await explain({ claims, prompt: 'login', max_age: '0' }, client, user.id);
    expect(access?.outcome).toBe('ALLOWED');
    expect(access?.previews[0]).toMatchObject({ place: 'ID_TOKEN', claims: { email: user.email } });
  });

  it.each<[string, string, string]>([
    ['a slash at the end', 'https://wiki.example/callback/', 'the slash at the end'],
    ['another scheme', 'http://wiki.example/callback', 'the scheme'],
    ['another host', 'https://www.wiki.example/callback', 'the host'],
    ['another port', 'https://wiki.example:8443/callback', 'the port'],
    ['another path', 'https://wiki.example/oauth', 'the path'],
    ['other letters', 'https://wiki.example/Callback', 'upper and lower case'],
    ['a query', 'https://wiki.example/callback?a=b', 'the query'],
    ['another spelling', 'https://WIKI.example/callback', 'the spelling'],
  ])('names the part in which the redirect URI differs: %s', async (_what, redirect_uri, words) => {
    const { outcome, problems } = await explain({ redirect_uri });
    expect(outcome).toBe('ERROR_PAGE');
    expect(problems).toEqual([
      {
        error: 'invalid_request',
        parameter: 'redirect_uri',
        description: 'The redirect_uri in the request is not registered for this client.',
        advice: expect.stringContaining(`differs from the registered https://wiki.example/callback in ${words}`),
      },
    ]);
  });

  it('lists the registered URIs if none is similar', async () => {
    const { problems } = await explain({ redirect_uri: 'http://another.example/x' });
    expect(problems[0]?.advice).toContain('Registered are: https://wiki.example/callback.');
  });

  it('says why no client has the id', async () => {
    const shop = await makeIssuer(world.deps, 'shop');
    const disabled = await makeClient(world.deps, world.issuer, { enabled: false });
    const elsewhere = await makeClient(world.deps, shop);
    const adviceFor = async (changes: Query) => (await explain(changes)).problems[0]?.advice;
    expect(await adviceFor({ client_id: 'wiky' })).toContain('No client has the id wiky');
    expect(await adviceFor({ client_id: undefined })).toContain('Enter the client_id');
    expect(await adviceFor({ client_id: disabled.client.id })).toContain('disabled');
    expect(await adviceFor({ client_id: elsewhere.client.id })).toContain('http://localhost:3000/i/shop');
    const right = await explainUrl(urlOf(queryOf(elsewhere.client), '/i/shop'));
    expect([right.outcome, right.issuer.id]).toEqual(['ACCEPTED', 'shop']);
  });

  it('lists all problems of a request, first the one that the application gets', async () => {
    const strict = await makeClient(world.deps, world.issuer, { requirePkce: true });
    const wrong = { prompt: 'none login', max_age: 'x', response_type: 'token', code_challenge: undefined };
    const { outcome, problems } = await explain({ ...wrong, code_challenge_method: undefined }, strict.client);
    expect(outcome).toBe('ERROR_RESPONSE');
    expect(problems.map(({ parameter }) => parameter)).toEqual([
      'prompt',
      'max_age',
      'response_type',
      'code_challenge',
    ]);
    const parameters = queryOf(strict.client, { ...wrong, code_challenge_method: undefined });
    const real = answeredParameters(
      await authorize(world.deps, world.issuer, { parameters, ...browserWith(undefined) }),
    );
    expect(real.error_description).toBe(problems[0]?.description);
  });

  it.each<[string, Query, Partial<Client>, string]>([
    ['repeated parameter', { state: 'a' }, {}, 'state'],
    ['wrong id_token_hint', { id_token_hint: 'x' }, {}, 'id_token_hint'],
    ['unknown response mode', { response_mode: 'smoke' }, {}, 'response_mode'],
    ['missing pushed request', {}, { require_pushed_authorization_requests: true }, 'request_uri'],
    ['missing signature', {}, { require_signed_request_object: true }, 'request'],
    ['unknown scope', { scope: 'phone' }, { scopes: ['openid'] }, 'scope'],
    ['request_uri of a website', { request_uri: 'https://wiki.example/request' }, {}, 'request_uri'],
    ['unknown pushed request', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, {}, 'request_uri'],
    ['broken request object', { request: 'x' }, {}, 'request'],
  ])('finds a %s', async (what, changes, settings, parameter) => {
    const of = await makeClient(world.deps, world.issuer, settings);
    const query = queryOf(of.client, changes);
    const parameters: [string, string][] = what === 'repeated parameter' ? [...query, ['state', 'b']] : query;
    const { problems } = await explainUrl(urlOf(parameters));
    expect(problems[0]).toMatchObject({ parameter });
    const real = await authorize(world.deps, world.issuer, { parameters, ...browserWith(undefined) });
    expect(problems[0]?.error).toBe(errorOf(real));
  });

  it('says that the user does not satisfy the request', async () => {
    const user = await makeUser(world.deps, { passkeyIds: ['passkey'] });
    const hardware = JSON.stringify({ id_token: { acr: { essential: true, value: 'phrh' } } });
    const { access } = await explain({ claims: hardware }, client, user.id);
    expect(access).toMatchObject({ outcome: 'REQUEST_REFUSED', problems: [{ code: 'REQUEST' }] });
  });

  it('reads a pushed request without using it up', async () => {
    const parameters = [...queryOf(client, { scope: 'openid email' })];
    const authorization = basicHeader(client, secret);
    const pushed = await pushAuthorizationRequest(world.deps, world.issuer, { parameters, authorization, caller: {} });
    const sent: [string, string][] = [
      ['client_id', client.id],
      ['request_uri', String(pushed.body.request_uri)],
    ];
    for (const _ of [1, 2]) {
      const found = await explainUrl(urlOf(sent));
      expect([found.outcome, found.source]).toEqual(['ACCEPTED', 'PUSHED_REQUEST']);
    }
    const { cookie } = await signInAs(world.deps, await makeUser(world.deps));
    const real = await authorize(world.deps, world.issuer, { parameters: sent, ...browserWith(cookie) });
    expect(answeredParameters(real).code).toBeDefined();
    const after = await explainUrl(urlOf(sent));
    expect(after.problems).toMatchObject([{ description: expect.stringContaining('was used before') }]);
  });

  describe('with a request object', () => {
    let key: ClientKey;
    beforeAll(async () => {
      key = await makeClientKey('ES256');
    });
    const claimsOf = (of: Client, changes: object = {}) => {
      const now = numericDate(world.clock.now());
      const query = Object.fromEntries(queryOf(of));
      return {
        ...query,
        iss: of.id,
        aud: 'http://localhost:3000',
        iat: now,
        nbf: now,
        exp: now + 60,
        jti: 'once',
        ...changes,
      };
    };
    const urlWith = (of: Client, request: string) =>
      urlOf([
        ['client_id', of.id],
        ['request', request],
      ]);

    it('verifies the signature, and does not use the jti', async () => {
      const signing = await makeClient(world.deps, world.issuer, { jwks: { keys: [key.publicJwk] } });
      const url = urlWith(signing.client, await key.sign(claimsOf(signing.client)));
      for (const _ of [1, 2]) {
        const found = await explainUrl(url);
        expect([found.outcome, found.source, found.notVerified]).toEqual(['ACCEPTED', 'REQUEST_OBJECT', []]);
      }
      const other = await makeClientKey('ES256');
      const forged = await explainUrl(urlWith(signing.client, await other.sign(claimsOf(signing.client))));
      expect(forged.problems).toMatchObject([{ error: 'invalid_request_object', parameter: 'request' }]);
    });

    it('fetches no keys, and says what was not verified', async () => {
      const remote = await makeClient(world.deps, world.issuer, { jwks_uri: 'https://wiki.example/jwks' });
      const found = await explainUrl(urlWith(remote.client, await key.sign(claimsOf(remote.client))));
      expect(found).toMatchObject({
        outcome: 'ACCEPTED',
        notVerified: [expect.stringContaining('not verified here')],
      });
      const late = await explainUrl(urlWith(remote.client, await key.sign(claimsOf(remote.client, { exp: 1 }))));
      expect(late).toMatchObject({ outcome: 'ERROR_RESPONSE', problems: [{ error: 'invalid_request_object' }] });
    });

    it.each<[string, (of: Client) => Promise<string> | string]>([
      ['that is no JWT', () => 'x.y.z'],
      ['with a list as its payload', () => signedBytes('[1]')],
      ['with a text as its payload', () => signedBytes('"text"')],
      ['with a payload that is not UTF-8', () => signedBytes(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))],
      ['with alg none', (of) => unsigned({ alg: 'none' }, claimsOf(of))],
      ['with an unknown alg', (of) => unsigned({ alg: 'HS1024' }, claimsOf(of))],
      ['without an alg', (of) => unsigned({}, claimsOf(of))],
      ['with a crit header', (of) => unsigned({ alg: 'ES256', kid: 'ES256', crit: ['exp'] }, claimsOf(of))],
    ])('refuses one %s without its keys, like the authorization endpoint', async (_what, make) => {
      const { client: of } = await makeClient(world.deps, world.issuer, { jwks_uri: 'https://wiki.example/jwks' });
      const jwt = await make(of);
      const found = await explainUrl(urlWith(of, jwt));
      const deps = { ...world.deps, keys: { ...world.deps.keys, remoteJwks: async () => [key.publicJwk] } };
      const parameters: [string, string][] = [
        ['client_id', of.id],
        ['request', jwt],
      ];
      const real = await authorize(deps, world.issuer, { parameters, ...browserWith(undefined) });
      expect(found.problems).toMatchObject([{ error: 'invalid_request_object', parameter: 'request' }]);
      expect([errorOf(real), found.notVerified]).toEqual(['invalid_request_object', []]);
    });

    const signedBytes = (payload: string | Buffer) =>
      new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'ES256', kid: 'ES256' }).sign(key.privateKey);
    const unsigned = (header: object, claims: object) =>
      [header, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
        .concat('.c2ln');
  });

  it.each([
    ['no URL', 'x'],
    ['another server', 'https://another.example/oidc/authorize?client_id=a'],
    ['a server whose name begins alike', 'http://localhost:30000/oidc/authorize'],
    ['another endpoint', 'http://localhost:3000/oidc/token'],
    ['an unknown issuer', 'http://localhost:3000/i/unknown/oidc/authorize'],
    ['a very long URL', `http://localhost:3000/oidc/authorize?a=${'x'.repeat(32_768)}`],
  ])('refuses %s', async (_what, url) => {
    await expect(explainUrl(url)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'url' });
  });
});
