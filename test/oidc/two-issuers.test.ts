import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findInteraction } from '../../src/access/interaction/interaction.js';
import { continueFlow } from '../../src/access/interaction/interaction-flow.js';
import { newSecret } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import { type Issuer, issuerUrl } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { numericDate } from '../../src/model/time.js';
import { authorizationFlow } from '../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../src/oidc/authorization/pushed-authorization-request.js';
import { authorizeDevice } from '../../src/oidc/device/device-authorization.js';
import { logout } from '../../src/oidc/logout/logout.js';
import { discoveryDocument } from '../../src/oidc/metadata/discovery.js';
import { jwks } from '../../src/oidc/metadata/jwks.js';
import { introspect } from '../../src/oidc/protected-resource/introspection.js';
import { revoke } from '../../src/oidc/protected-resource/revocation.js';
import { userinfo } from '../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  BROWSER_HASH,
  basicHeader,
  browserWith,
  CHALLENGE,
  codeFor,
  codeForm,
  errorOf,
  type Query,
  queryOf,
  refusalOf,
  requestToken,
} from '../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey } from '../support/client-keys.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const API = 'https://api.example/';

/** One issuer with its clients. Both sides have the same keys of clients, scopes, users and browser. */
interface Side {
  readonly issuer: Issuer;
  readonly url: string;
  readonly client: Client;
  readonly header: string;
  readonly keyed: Client;
}

let deps: Deps;
let here: Side;
let there: Side;
let key: ClientKey;
let cookie: string;

beforeAll(async () => {
  const world = await openWorld();
  deps = world.deps;
  key = await makeClientKey('EdDSA');
  await deps.store.scopes.insert({ id: 'api', version: 1, claims: [], resource: API });
  here = await makeSide(await makeIssuer(deps, 'here'));
  there = await makeSide(await makeIssuer(deps, 'there'));
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
  world.clock.advance(1);
});
afterAll(() => deps.store.close());

async function makeSide(issuer: Issuer): Promise<Side> {
  const scopes = ['openid', 'offline_access', 'api'];
  const { client, secret } = await makeClient(deps, issuer, {
    scopes,
    audiences: [API],
    jwks: { keys: [key.publicJwk] },
    grant_types: ['authorization_code', 'refresh_token', DEVICE_GRANT, EXCHANGE],
  });
  const { client: keyed } = await makeClient(deps, issuer, {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [key.publicJwk] },
    secrets: [],
  });
  return { issuer, url: issuerUrl(deps.config.issuer, issuer), client, header: basicHeader(client, secret), keyed };
}

function entries(form: Query): [string, string][] {
  return Object.entries(form).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
}

function codeOf(side: Side) {
  return codeFor(deps, side.issuer, side.client, cookie, { scope: 'openid offline_access api' });
}

async function tokensOf(side: Side) {
  return (await requestToken(deps, side.issuer, codeForm(side.client, await codeOf(side)), side.header)) as {
    access_token: string;
    refresh_token: string;
    id_token: string;
  };
}

function formOf(side: Side, form: Query) {
  return { parameters: entries(form), authorization: side.header, caller: {} };
}

function signed(claims: MadeClaims) {
  const now = numericDate(deps.clock.now());
  return key.sign({ jti: newSecret(deps.random), nbf: now, iat: now, exp: now + 60, ...claims });
}

function ask(side: Side, query: Query, of = side.client) {
  return authorize(deps, side.issuer, { parameters: queryOf(of, query), ...browserWith(cookie) });
}

/** The error code of a rejected promise, or `good`. */
async function outcome(answer: Promise<unknown>): Promise<string> {
  const refused = await refusalOf(answer).catch(() => undefined);
  return refused?.error ?? 'good';
}

/** Tries each artefact of one issuer at `at`. The result is `good` if it is accepted. */
const ARTEFACTS: Readonly<Record<string, (of: Side, at: Side) => Promise<string>>> = {
  'a client, at the authorization endpoint': async (of, at) => errorOf(await ask(at, {}, of.client)) ?? 'good',
  'a client, at the token endpoint': async (of, at) => {
    const form = codeForm(of.client, await codeOf(of));
    return outcome(requestToken(deps, at.issuer, form, of.header));
  },
  'a client assertion': async (of, at) => {
    const { id } = at.keyed;
    const client_assertion = await signed({ iss: id, sub: id, aud: of.url });
    const form = { client_assertion, client_assertion_type: ASSERTION_TYPE, token: 'any' };
    const input = { parameters: entries(form), authorization: undefined, caller: {}, accept: undefined };
    return outcome(introspect(deps, at.issuer, input));
  },
  'a code': async (of, at) => {
    const form = codeForm(at.client, await codeOf(of));
    return outcome(requestToken(deps, at.issuer, form, at.header));
  },
  'a refresh token': async (of, at) => {
    const { refresh_token } = await tokensOf(of);
    return outcome(requestToken(deps, at.issuer, { grant_type: 'refresh_token', refresh_token }, at.header));
  },
  'an access token, at userinfo': async (of, at) => {
    const { access_token } = await tokensOf(of);
    return outcome(userinfo(deps, at.issuer, { authorization: `Bearer ${access_token}`, parameters: [] }));
  },
  'an access token, asked about by the API it is for': async (of, at) => {
    const { access_token: token } = await tokensOf(of);
    const answer = await introspect(deps, at.issuer, { ...formOf(at, { token }), accept: undefined });
    return answer.kind === 'json' && answer.body.active === true ? 'good' : 'inactive';
  },
  'an access token, exchanged by the API it is for': async (of, at) => {
    const { access_token } = await tokensOf(of);
    const form = { grant_type: EXCHANGE, subject_token: access_token, subject_token_type: ACCESS_TOKEN };
    return outcome(requestToken(deps, at.issuer, form, at.header));
  },
  'an access token, revoked': async (of, at) => {
    const { access_token: token } = await tokensOf(of);
    await revoke(deps, at.issuer, formOf(at, { token }));
    const alive = userinfo(deps, of.issuer, { authorization: `Bearer ${token}`, parameters: [] });
    return (await outcome(alive)) === 'good' ? 'lives on' : 'good';
  },
  'an ID token as a hint': async (of, at) => {
    const { id_token } = await tokensOf(of);
    return errorOf(await ask(at, { id_token_hint: id_token })) ?? 'good';
  },
  'an ID token at logout': async (of, at) => {
    const { id_token } = await tokensOf(of);
    const parameters = entries({ id_token_hint: id_token });
    const result = await outcome(logout(deps, at.issuer, { parameters, sessionCookie: undefined, caller: {} }));
    // An accepted hint has ended the session that the other tests use.
    ({ cookie } = await signInAs(deps, await makeUser(deps)));
    return result;
  },
  'a request object': async (of, at) => {
    const { id, redirect_uris } = at.client;
    const request = await signed({
      iss: id,
      aud: of.url,
      client_id: id,
      response_type: 'code',
      redirect_uri: redirect_uris[0],
      scope: 'openid',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    const parameters = entries({ client_id: id, request });
    return errorOf(await authorize(deps, at.issuer, { parameters, ...browserWith(cookie) })) ?? 'good';
  },
  'a pushed request': async (of, at) => {
    const input = { parameters: queryOf(of.client), authorization: of.header, caller: {} };
    const { body } = await pushAuthorizationRequest(deps, of.issuer, input);
    const parameters = entries({ client_id: at.client.id, request_uri: String(body.request_uri) });
    return errorOf(await authorize(deps, at.issuer, { parameters, ...browserWith(cookie) })) ?? 'good';
  },
  'a device code': async (of, at) => {
    const { body } = await authorizeDevice(deps, of.issuer, formOf(of, { scope: 'openid' }));
    const form = { grant_type: DEVICE_GRANT, device_code: String(body.device_code) };
    const said = await outcome(requestToken(deps, at.issuer, form, at.header));
    return said === 'authorization_pending' ? 'good' : said;
  },
  'a DPoP proof': async (of, at) => {
    const { kty, crv, x } = key.publicJwk;
    const claims = { jti: newSecret(deps.random), htm: 'POST', htu: `${of.url}/oidc/token` };
    const header = { typ: 'dpop+jwt', kid: undefined, jwk: { kty, crv, x } };
    const proof = await key.sign({ ...claims, iat: numericDate(deps.clock.now()) }, header);
    const form = codeForm(at.client, await codeOf(at));
    return outcome(requestToken(deps, at.issuer, form, at.header, proof));
  },
};

describe('Two issuers side by side', () => {
  it.each(Object.entries(ARTEFACTS))('reject %s of the other issuer', async (_, attempt) => {
    expect(await attempt(here, here)).toBe('good');
    expect(await attempt(there, there)).toBe('good');
    expect(await attempt(here, there)).not.toBe('good');
    expect(await attempt(there, here)).not.toBe('good');
  });

  it('continue an interaction at its own issuer, whatever URL the browser uses', async () => {
    const answer = await authorize(deps, here.issuer, { parameters: queryOf(here.client), ...browserWith('none') });
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    const open = await findInteraction(deps, id, BROWSER_HASH);
    if (open === undefined) throw new Error('the interaction was expected to be open');
    expect(open.issuer.id).toBe(here.issuer.id);
    expect(answeredParameters(await continueFlow(deps, authorizationFlow, open, browserWith(cookie))).iss).toBe(
      here.url,
    );
  });

  it('have URLs and keys of their own', async () => {
    const documents = await Promise.all([here, there].map(({ issuer }) => discoveryDocument(deps, issuer)));
    const addresses = documents.map((document) =>
      Object.values(document).filter((value) => typeof value === 'string' && value.startsWith('http')),
    );
    expect(addresses[0]?.length).toBeGreaterThan(8);
    expect(addresses[0]?.filter((address) => addresses[1]?.includes(address))).toEqual([]);
    const kids = await Promise.all(
      [here, there].map(async ({ issuer }) => (await jwks(deps, issuer)).keys.map(({ kid }) => kid)),
    );
    expect(kids[0]?.length).toBeGreaterThan(0);
    expect(kids[0]?.filter((kid) => kids[1]?.includes(kid))).toEqual([]);
  });

  it('share users and the session, so that one sign-in serves the clients of both', async () => {
    const subjects = await Promise.all(
      [here, there].map(async (side) => {
        const { access_token } = await tokensOf(side);
        const bearer = { authorization: `Bearer ${access_token}`, parameters: [] };
        const answer = await userinfo(deps, side.issuer, bearer);
        return answer.kind === 'json' ? answer.claims.sub : undefined;
      }),
    );
    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[0]).toEqual(expect.any(String));
  });
});
