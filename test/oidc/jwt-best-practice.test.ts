import { createHmac } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basicToken } from '../../src/basic/basic-token.js';
import { newSecret } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import { numericDate } from '../../src/model/time.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { sendLogout } from '../../src/oidc/logout/backchannel-logout.js';
import { introspect } from '../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  browserWith,
  CHALLENGE,
  codeFor,
  codeForm,
  errorOf,
  queryOf,
  refusalOf,
  requestToken,
} from '../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey, signWithSecret } from '../support/client-keys.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';

const ISSUER = 'http://localhost:3000';
const TOKEN = `${ISSUER}/oidc/token`;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

let deps: Deps;
let issuer: Issuer;
let user: User;
let cookie: string;
let key: ClientKey;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
  key = await makeClientKey('ES256');
});
afterAll(() => deps.store.close());

function now() {
  return numericDate(deps.clock.now());
}

/** A client that receives and sends every kind of JWT, signed with keys or with its secret. */
async function clientOf(alg: 'ES256' | 'HS256') {
  const { client, secret } = await makeClient(deps, issuer, {
    token_endpoint_auth_method: alg === 'HS256' ? 'client_secret_jwt' : 'private_key_jwt',
    jwks: { keys: [key.publicJwk] },
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', EXCHANGE],
    id_token_signed_response_alg: alg,
    userinfo_signed_response_alg: alg,
    introspection_signed_response_alg: alg,
    accessTokenFormat: 'JWT',
    accessTokenSigningAlg: 'ES256',
    audiences: ['https://orders.example/'],
    backchannel_logout_uri: 'https://wiki.example/logout',
  });
  const sign = (claims: MadeClaims, header: Record<string, unknown> = {}) =>
    alg === 'HS256' ? signWithSecret(secret, claims, header) : key.sign(claims, header);
  return { client, secret, sign };
}
type Made = Awaited<ReturnType<typeof clientOf>>;

function assertion({ client, sign }: Made, changes: MadeClaims = {}, header: Record<string, unknown> = {}) {
  return sign(
    { iss: client.id, sub: client.id, aud: ISSUER, jti: newSecret(deps.random), exp: now() + 60, ...changes },
    header,
  );
}

function requestObject({ client, sign }: Made, changes: MadeClaims = {}, header: Record<string, unknown> = {}) {
  return sign(
    {
      iss: client.id,
      aud: ISSUER,
      client_id: client.id,
      iat: now(),
      exp: now() + 60,
      response_type: 'code',
      redirect_uri: client.redirect_uris[0],
      scope: 'openid',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...changes,
    },
    header,
  );
}

function proof(changes: MadeClaims = {}, header: Record<string, unknown> = {}) {
  const { kty, crv, x, y } = key.publicJwk;
  const claims = { jti: newSecret(deps.random), htm: 'POST', htu: TOKEN, iat: now(), ...changes };
  return key.sign(claims, { typ: 'dpop+jwt', kid: undefined, jwk: { kty, crv, x, y }, ...header });
}

async function authenticated(made: Made) {
  return {
    client_assertion: await assertion(made),
    client_assertion_type: ASSERTION_TYPE,
  };
}

async function exchange(made: Made, changes: Record<string, string> = {}) {
  const code = await codeFor(deps, issuer, made.client, cookie, { scope: 'openid email', ...changes });
  return requestToken(deps, issuer, { ...codeForm(made.client, code), ...(await authenticated(made)) });
}

/** Makes one JWT of every kind. */
const KINDS: Record<string, (made: Made) => Promise<string>> = {
  'ID token': async (made) => String((await exchange(made)).id_token),
  'access token': async (made) => String((await exchange(made)).access_token),
  'signed userinfo': async (made) => {
    const { access_token } = await exchange(made);
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    return answer.kind === 'jwt' ? answer.jwt : '';
  },
  'signed introspection': async (made) => {
    const { access_token } = await exchange(made);
    const form = { ...(await authenticated(made)), token: String(access_token) };
    const parameters = Object.entries(form) as [string, string][];
    const answer = await introspect(deps, issuer, {
      parameters,
      authorization: undefined,
      caller: {},
      accept: undefined,
    });
    return answer.kind === 'jwt' ? answer.jwt : '';
  },
  'signed authorization response': async ({ client }) => {
    const parameters = queryOf(client, { response_mode: 'jwt' });
    const answer = await authorize(deps, issuer, { parameters, ...browserWith(cookie) });
    return String(answeredParameters(answer).response);
  },
  'logout token': async ({ client }) => {
    let sent = '';
    const fetch: Deps['fetch'] = async (_, init) => {
      sent = new URLSearchParams(String(init?.body)).get('logout_token') ?? '';
      return new Response(null, { status: 200 });
    };
    const target = { target: client.id, targetGeneration: client.generation };
    const facts = { userId: user.id, sessionId: 'a-session' };
    const when = { createdAt: deps.clock.now(), nextAttemptAt: deps.clock.now(), expiresAt: deps.clock.now() };
    await sendLogout({ ...deps, fetch }, { id: 'x', kind: 'logout', ...target, facts, attempts: 0, ...when });
    return sent;
  },
  'token of Basic': async ({ client }) => {
    const { session } = await signInAs(deps, user);
    const active = { session, user, records: { userGroups: [], userRoles: [] } } as unknown as Parameters<
      typeof basicToken
    >[3];
    return basicToken(deps, issuer, client, active, 'https://wiki.example/callback');
  },
  'client assertion': (made) => assertion(made),
  'request object': (made) => requestObject(made),
  'DPoP proof': () => proof(),
};

/** Every place that accepts a JWT, the kind that it accepts, and a function that tries. */
const PLACES: Record<string, { readonly takes: string; readonly ask: (made: Made, jwt: string) => Promise<boolean> }> =
  {
    'a bearer token': {
      takes: 'access token',
      ask: async (_, jwt) => isDone(userinfo(deps, issuer, { authorization: `Bearer ${jwt}`, parameters: [] })),
    },
    'a subject_token': {
      takes: 'none: it is meant for no API',
      ask: async (made, jwt) => {
        const type = 'urn:ietf:params:oauth:token-type:access_token';
        const form = { grant_type: EXCHANGE, subject_token: jwt, subject_token_type: type };
        return isDone(requestToken(deps, issuer, { ...form, ...(await authenticated(made)) }));
      },
    },
    'a token to introspect': {
      takes: 'access token',
      ask: async (made, jwt) => {
        const form = { ...(await authenticated(made)), token: jwt };
        const input = { parameters: Object.entries(form), authorization: undefined, caller: {}, accept: undefined };
        const answer = await introspect(deps, issuer, input);
        const payload = answer.kind === 'jwt' ? (answer.jwt.split('.')[1] ?? '') : '';
        return JSON.parse(Buffer.from(payload, 'base64url').toString()).token_introspection.active;
      },
    },
    'an id_token_hint': {
      takes: 'ID token',
      ask: async ({ client }, jwt) => isCode(client, { id_token_hint: jwt, prompt: 'none' }),
    },
    'a client_assertion': {
      takes: 'client assertion',
      ask: (_, jwt) => {
        const form = { grant_type: 'client_credentials', client_assertion: jwt, client_assertion_type: ASSERTION_TYPE };
        return isDone(requestToken(deps, issuer, form));
      },
    },
    'a request object': { takes: 'request object', ask: ({ client }, jwt) => isCode(client, { request: jwt }) },
    'a DPoP proof': {
      takes: 'DPoP proof',
      ask: async (made, jwt) => {
        const form = { grant_type: 'client_credentials', ...(await authenticated(made)) };
        return isDone(requestToken(deps, issuer, form, undefined, jwt));
      },
    },
  };

function isDone(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    (error: Error) => {
      if (error.name !== 'OAuthError') throw error;
      return false;
    },
  );
}

async function isCode(client: Client, changes: Record<string, string>) {
  const answer = await authorize(deps, issuer, { parameters: queryOf(client, changes), ...browserWith(cookie) });
  return answer.kind === 'redirect' && errorOf(answer) === undefined;
}

describe.each(['ES256', 'HS256'] as const)('RFC 8725 §3.11, §3.12 JWTs of all kinds, signed with %s', (alg) => {
  it.each(Object.keys(PLACES))('are accepted only in their own place: %s', async (name) => {
    const place = PLACES[name];
    const made = await clientOf(alg);
    for (const [kind, make] of Object.entries(KINDS)) {
      const jwt = await make(made);
      expect([kind, jwt.split('.').length]).toEqual([kind, 3]);
      expect([kind, name, await place?.ask(made, jwt)]).toEqual([kind, name, kind === place?.takes]);
    }
  });
});

function part(value: unknown) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The places that accept a JWT of a client, and the claims of a valid one. */
describe.each<[string, (made: Made, jwt: string) => Promise<boolean>, (made: Made) => MadeClaims]>([
  [
    'client_assertion',
    (made, jwt) => PLACES['a client_assertion']?.ask(made, jwt) ?? Promise.resolve(true),
    ({ client }) => ({ iss: client.id, sub: client.id, aud: ISSUER, jti: newSecret(deps.random), exp: now() + 60 }),
  ],
  [
    'request object',
    (made, jwt) => PLACES['a request object']?.ask(made, jwt) ?? Promise.resolve(true),
    ({ client }) => ({
      iss: client.id,
      aud: ISSUER,
      client_id: client.id,
      iat: now(),
      exp: now() + 60,
      response_type: 'code',
      redirect_uri: client.redirect_uris[0],
      scope: 'openid',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    }),
  ],
])('RFC 8725 §3 a %s', (_, take, claimsOf) => {
  it('is accepted only with the algorithms of its client, and never with none (§3.1, §3.2)', async () => {
    const made = await clientOf('ES256');
    expect(await take(made, await key.sign(claimsOf(made)))).toBe(true);
    for (const none of ['none', 'None', 'NONE', 'nOnE', '']) {
      const unsigned = `${part({ alg: none, kid: key.kid })}.${part(claimsOf(made))}.`;
      expect([none, await take(made, unsigned)]).toEqual([none, false]);
      expect([none, await take(made, `${unsigned}AAAA`)]).toEqual([none, false]);
    }
  });

  it('MUST NOT be verified by HMAC with the public key (§2.1, §3.1)', async () => {
    const made = await clientOf('ES256');
    const input = `${part({ alg: 'HS256', kid: key.kid })}.${part(claimsOf(made))}`;
    for (const secret of [JSON.stringify(key.publicJwk), String(key.publicJwk.x), '']) {
      const mac = createHmac('sha256', secret).update(input).digest('base64url');
      expect(await take(made, `${input}.${mac}`)).toBe(false);
    }
  });

  it('MUST be rejected if its signature is wrong or of another key (§3.3)', async () => {
    const made = await clientOf('ES256');
    const [header, , signature] = (await key.sign(claimsOf(made))).split('.');
    expect(await take(made, `${header}.${part({ ...claimsOf(made), extra: 1 })}.${signature}`)).toBe(false);
    expect(await take(made, `${header}.${part(claimsOf(made))}.${'A'.repeat(86)}`)).toBe(false);
    const other = await makeClientKey('ES256');
    expect(await take(made, await other.sign(claimsOf(made)))).toBe(false);
  });

  it('is not decompressed, whatever its header says (§3.6)', async () => {
    const made = await clientOf('ES256');
    const deflated = deflateRawSync(JSON.stringify(claimsOf(made))).toString('base64url');
    const [header, , signature] = (await key.sign(claimsOf(made), { zip: 'DEF' })).split('.');
    expect(await take(made, `${header}.${deflated}.${signature}`)).toBe(false);
  });

  it('MUST NOT be verified with a key of its header: jwk, jku, x5u, x5c (§3.10)', async () => {
    const made = await clientOf('ES256');
    const own = await makeClientKey('ES256', 'own');
    const url = 'https://evil.example/keys';
    for (const header of [{ jwk: own.publicJwk }, { jku: url }, { x5u: url }, { x5c: ['AAAA'] }, { kid: undefined }]) {
      expect([header, await take(made, await own.sign(claimsOf(made), header))]).toEqual([header, false]);
    }
  });

  it('MUST be rejected with crit, because no extension is supported (RFC 7515 §4.1.11)', async () => {
    const made = await clientOf('ES256');
    for (const header of [{ crit: ['exp'], exp: 1 }, { crit: ['b64'], b64: true }, { crit: [] }, { crit: 'exp' }]) {
      const signed = await key.sign(claimsOf(made));
      const [, payload] = signed.split('.');
      const forged = `${part({ alg: 'ES256', kid: key.kid, ...header })}.${payload}.${signed.split('.')[2]}`;
      expect([header, await take(made, forged)]).toEqual([header, false]);
    }
    const signed = await key.sign(claimsOf(made), { crit: ['b64'], b64: true });
    expect(await take(made, signed)).toBe(false);
  });

  it('has three parts of base64url without padding, and a JSON object as claims (RFC 7515 §2, §5.2)', async () => {
    const made = await clientOf('ES256');
    const jwt = await key.sign(claimsOf(made));
    const [header, payload, signature] = jwt.split('.');
    for (const text of [
      `${jwt}.`,
      `${jwt}=`,
      ` ${jwt}`,
      `${header}.${payload}`,
      `${header}. ${payload}.${signature}`,
    ]) {
      expect([text.length, await take(made, text)]).toEqual([text.length, false]);
    }
    for (const claims of ['[]', '"text"', 'null', '{"iss":']) {
      const input = `${header}.${Buffer.from(claims).toString('base64url')}`;
      expect([claims, await take(made, `${input}.${signature}`)]).toEqual([claims, false]);
    }
  });

  it.each(['iss', 'aud', 'exp'])('MUST have the right %s (§3.8, §3.9)', async (name) => {
    const made = await clientOf('ES256');
    for (const value of [undefined, 'https://evil.example', null, {}, []]) {
      expect([value, await take(made, await key.sign({ ...claimsOf(made), [name]: value }))]).toEqual([value, false]);
    }
  });
});

describe('RFC 8725 §3.3 a DPoP proof', () => {
  it('MUST be rejected with a crit, a private key, a key of another type, or no key', async () => {
    const made = await clientOf('ES256');
    const ask = PLACES['a DPoP proof']?.ask;
    const { kty, crv, x, y } = key.publicJwk;
    expect(await ask?.(made, await proof())).toBe(true);
    for (const header of [
      { crit: ['b64'], b64: true },
      { jwk: { kty, crv, x, y, d: x } },
      { jwk: { kty: 'oct', k: 'AAAA' } },
      { jwk: undefined },
      { typ: 'JWT' },
    ]) {
      expect([header, await ask?.(made, await proof({}, header))]).toEqual([header, false]);
    }
  });
});

describe('RFC 8725 §3.5 keys', () => {
  it('for HMAC are generated by the server and have 256 bits', async () => {
    const { client, secret } = await clientOf('HS256');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const claims = { iss: client.id, sub: client.id, aud: ISSUER, jti: 'x', exp: now() + 60 };
    const input = `${part({ alg: 'HS256' })}.${part(claims)}`;
    const mac = createHmac('sha256', '').update(input).digest('base64url');
    const form = { grant_type: 'client_credentials', client_assertion: `${input}.${mac}` };
    const asked = requestToken(deps, issuer, { ...form, client_assertion_type: ASSERTION_TYPE });
    expect((await refusalOf(asked)).error).toBe('invalid_client');
  });
});
