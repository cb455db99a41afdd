import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserAnswer } from '../../../src/access/interaction/browser-answer.js';
import { findInteraction } from '../../../src/access/interaction/interaction.js';
import { continueFlow } from '../../../src/access/interaction/interaction-flow.js';
import { newClientSecret } from '../../../src/keys/client-secrets.js';
import { newSecret } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { ASYMMETRIC_ALGS, type AsymmetricAlg } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { authorizationFlow } from '../../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import {
  answeredParameters,
  BROWSER_HASH,
  browserWith,
  CHALLENGE,
  errorOf,
  queryOf,
} from '../../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey, signWithSecret } from '../../support/client-keys.js';
import { countingStore } from '../../support/counting-store.js';
import { type FrozenClock, testDeps } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import '../../support/matchers.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let cookie: string;
let key: ClientKey;
let client: Client;
let secret: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
  key = await makeClientKey('EdDSA');
  ({ client, secret } = await makeClient(deps, issuer, { jwks: { keys: [key.publicJwk] } }));
});
afterAll(() => deps.store.close());

/** A valid request object; `undefined` omits a member. */
function claimsOf(of: Client, changes: MadeClaims = {}): MadeClaims {
  const now = numericDate(clock.now());
  return {
    iss: of.id,
    aud: 'http://localhost:3000',
    client_id: of.id,
    jti: newSecret(deps.random),
    iat: now,
    nbf: now,
    exp: now + 300,
    response_type: 'code',
    redirect_uri: of.redirect_uris[0],
    scope: 'openid',
    state: 'inside',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  };
}

function send(request: string, of = client, more: [string, string][] = [], session = cookie, on = deps) {
  return authorize(on, issuer, {
    parameters: [['client_id', of.id], ['request', request], ...more],
    ...browserWith(session),
  });
}

async function ask(changes: MadeClaims = {}, header: Record<string, unknown> = {}): Promise<BrowserAnswer> {
  return send(await key.sign(claimsOf(client, changes), header));
}

/** The error and its description, and whether they were sent to the client or shown. */
function refusal(answer: BrowserAnswer) {
  const description =
    answer.kind === 'errorPage' ? answer.error.description : answeredParameters(answer).error_description;
  return { kind: answer.kind, error: errorOf(answer), description };
}

describe('RFC 9101 §4 Request Object', () => {
  it('replaces all parameters of a request', async () => {
    expect(answeredParameters(await ask())).toEqual({
      code: expect.any(String),
      state: 'inside',
      iss: 'http://localhost:3000',
    });
  });

  it('may contain max_age as a number, claims as an object and resource as an array', async () => {
    await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: 'https://orders.example/' });
    await deps.store.clients.update(client, { scopes: [...client.scopes, 'orders'] });
    const asked = { max_age: 3600, claims: { userinfo: { email: null } }, resource: ['https://orders.example/'] };
    const { code = '' } = answeredParameters(await ask({ ...asked, scope: 'openid orders' }));
    expect(await deps.store.grants.find(code.split('.')[0] ?? '')).toMatchObject({
      resource: ['https://orders.example/'],
      request: { claims: { userinfo: { email: {} } } },
    });
  });

  it.each(['request', 'request_uri'])('MUST NOT contain %s', async (name) => {
    expect(refusal(await ask({ [name]: 'x' })).error).toBe('invalid_request_object');
  });

  it.each([
    ['state', 1],
    ['scope', ['openid']],
    ['redirect_uri', { uri: 'x' }],
    ['resource', [1]],
  ])('rejects %s of a wrong type', async (name, value) => {
    const { error, description } = refusal(await ask({ [name]: value }));
    expect([error, description]).toEqual(['invalid_request_object', expect.stringContaining(name)]);
  });
});

describe('RFC 9101 §6.2 signature of a request object', () => {
  it.each(ASYMMETRIC_ALGS)('may use %s with a registered key', async (alg) => {
    const { made, own } = await keyed(alg);
    expect(await send(await own.sign(claimsOf(made)), made)).toRedirectWith({ code: expect.any(String) });
  });

  it('may name EdDSA by its curve, Ed25519 (RFC 9864 §2.2)', async () => {
    const { made, own } = await keyed('EdDSA', { request_object_signing_alg: 'EdDSA' });
    const named = await own.sign(claimsOf(made), { alg: 'Ed25519' });
    expect(await send(named, made)).toRedirectWith({ code: expect.any(String) });
  });

  it('may use HS256 with the client’s secret', async () => {
    const answer = await send(await signWithSecret(secret, claimsOf(client)));
    expect(answer).toRedirectWith({ code: expect.any(String) });
  });

  it('may not use HS256 if a native application sent it, because every copy contains the secret (RFC 8252 §8.5)', async () => {
    for (const alg of [undefined, 'HS256'] as const) {
      const made = await makeClient(deps, issuer, { application_type: 'native', request_object_signing_alg: alg });
      const answer = await send(await signWithSecret(made.secret, claimsOf(made.client)), made.client);
      expect(answer).toMatchObject({ kind: 'errorPage', error: { error: 'invalid_request_object' } });
    }
  });

  it('may use HS256 with either of two secrets, but not with an expired one', async () => {
    const { client: made, secret: old } = await makeClient(deps, issuer);
    const { secret: fresh, record } = newClientSecret(deps, made);
    const expiresAt = clock.now().getTime() + 60_000;
    const secrets = [...made.secrets.map((one) => ({ ...one, expiresAt })), record];
    await deps.store.clients.update(made, { secrets });
    const signedWith = async (by: string) => send(await signWithSecret(by, claimsOf(made)), made);
    for (const by of [old, fresh]) expect(await signedWith(by)).toRedirectWith({ code: expect.any(String) });
    clock.advance(60);
    expect(refusal(await signedWith(old))).toMatchObject({ kind: 'errorPage', error: 'invalid_request_object' });
    expect(await signedWith(fresh)).toRedirectWith({ code: expect.any(String) });
  });

  it('may come from a public client that registered a key', async () => {
    const { made, own } = await keyed('ES256', { token_endpoint_auth_method: 'none' });
    expect(await send(await own.sign(claimsOf(made)), made)).toRedirectWith({ code: expect.any(String) });
  });

  it('may use a key from jwks_uri', async () => {
    const own = await makeClientKey('PS256');
    const on = testDeps(deps.store, { clock, fetch: async () => Response.json({ keys: [own.publicJwk] }) });
    const { client: made } = await makeClient(on, issuer, { jwks_uri: 'https://wiki.example/jwks' });
    expect(await send(await own.sign(claimsOf(made)), made, [], cookie, on)).toRedirectWith({
      code: expect.any(String),
    });
  });

  it('must use the algorithm that the client registered, if it did', async () => {
    const { made, own } = await keyed('ES256', { request_object_signing_alg: 'EdDSA' });
    expect(refusal(await send(await own.sign(claimsOf(made)), made)).description).toContain('EdDSA');
    const fapi = await keyed('RS256', { securityProfile: 'FAPI2' });
    expect(await send(await fapi.own.sign(claimsOf(fapi.made)), fapi.made)).toShowError('invalid_request_object');
  });

  it('leads to an error page if it is invalid, because the redirect URI is not authenticated', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const good = await key.sign(claimsOf(client));
    const [header, payload, signature] = good.split('.');
    const wrong = {
      'no JWT': 'text',
      none: `${part({ alg: 'none' })}.${payload}.`,
      'none with a signature': `${part({ alg: 'none' })}.${payload}.${signature}`,
      'another key': await (await makeClientKey('EdDSA')).sign(claimsOf(client)),
      'an unknown kid': await key.sign(claimsOf(client), { kid: 'another' }),
      'the public key as a secret': await signWithSecret(JSON.stringify(key.publicJwk), claimsOf(client)),
      'a changed payload': `${header}.${part(claimsOf(client, { scope: 'openid email' }))}.${signature}`,
      'white space': `${good} `,
      padding: `${good}=`,
      'an encrypted one': 'a.b.c.d.e',
      'a critical extension': await key.sign(claimsOf(client), { crit: ['exp'], exp: 1 }).catch(() => 'a.b.c'),
    };
    for (const [name, jwt] of Object.entries(wrong)) {
      expect([name, refusal(await send(jwt))]).toMatchObject([
        name,
        { kind: 'errorPage', error: 'invalid_request_object' },
      ]);
    }
  });

  it('must not be another client’s', async () => {
    const { made } = await keyed('EdDSA');
    expect(await send(await key.sign(claimsOf(client)), made)).toShowError('invalid_request_object');
  });

  const keyed = async (alg: AsymmetricAlg, changes: Partial<Client> = {}) => {
    const own = await makeClientKey(alg);
    const { client: made } = await makeClient(deps, issuer, { jwks: { keys: [own.publicJwk] }, ...changes });
    return { own, made };
  };
});

describe('RFC 9101 §6.3, §10.8 an invalid claim leads to its own error, which is sent to the client', () => {
  const at = (seconds: number) => numericDate(clock.now()) + seconds;
  const wrong: [string, () => MadeClaims, string][] = [
    ['a missing iss', () => ({ iss: undefined }), 'as its iss claim'],
    ['another iss', () => ({ iss: 'another' }), 'as its iss claim'],
    ['the client_id as sub', () => ({ sub: client.id }), 'as its sub claim'],
    ['a missing aud', () => ({ aud: undefined }), 'aud'],
    ['another aud', () => ({ aud: ['https://elsewhere.example'] }), 'aud'],
    ['an endpoint as aud', () => ({ aud: 'http://localhost:3000/oidc/authorize' }), 'aud'],
    ['a missing client_id', () => ({ client_id: undefined }), 'client_id'],
    ['another client_id', () => ({ client_id: 'another' }), 'client_id'],
    ['a missing exp', () => ({ exp: undefined }), 'exp'],
    ['an exp in the past', () => ({ exp: at(0) }), 'exp claim has passed'],
    ['an exp that is a string', () => ({ exp: `${at(300)}` }), 'exp'],
    ['a missing nbf and iat', () => ({ nbf: undefined, iat: undefined }), 'nbf or iat claim'],
    ['an nbf 31 seconds in the future', () => ({ nbf: at(31) }), 'future'],
    ['an iat 31 seconds in the future', () => ({ nbf: undefined, iat: at(31) }), 'future'],
    ['an nbf more than 60 minutes ago', () => ({ nbf: at(-3601), exp: at(1) }), '60 minutes ago'],
    ['an exp more than 60 minutes after nbf', () => ({ exp: at(3601) }), '60 minutes after'],
    ['a jti that is not a string', () => ({ jti: 1 }), 'jti'],
  ];
  it.each(wrong)('rejects %s', async (_, changes, named) => {
    const { kind, error, description } = refusal(await ask(changes()));
    expect([kind, error, description]).toEqual(['redirect', 'invalid_request_object', expect.stringContaining(named)]);
  });

  it('sends the error with the state of the object, but never to an unregistered URI', async () => {
    expect(await ask({ exp: undefined })).toRedirectWith({
      state: 'inside',
      iss: expect.any(String),
    });
    const answer = refusal(await ask({ exp: undefined, redirect_uri: 'https://evil.example/' }));
    expect(answer).toMatchObject({ kind: 'errorPage', error: 'invalid_request_object' });
    expect(refusal(await ask({ redirect_uri: 'https://evil.example/' })).kind).toBe('errorPage');
  });

  it('accepts claims at the limits', async () => {
    const edges = [
      { nbf: at(30), exp: at(300) },
      { nbf: undefined, iat: at(-3599), exp: at(1) },
      { nbf: at(0), exp: at(3600) },
      { aud: ['https://elsewhere.example', 'http://localhost:3000'] },
      { jti: undefined },
      { sub: 'a user' },
    ];
    for (const changes of edges) expect(await ask(changes)).toRedirectWith({ code: expect.any(String) });
  });

  it('accepts only its own typ, or none (§10.8.2)', async () => {
    for (const typ of ['oauth-authz-req+jwt', 'JWT', 'application/oauth-authz-req+jwt']) {
      expect(await ask({}, { typ })).toRedirectWith({ code: expect.any(String) });
    }
    for (const typ of ['at+jwt', 'dpop+jwt', 'client-authentication+jwt', { toString: 1 }]) {
      expect(refusal(await ask({}, { typ }))).toMatchObject({ error: 'invalid_request_object' });
    }
  });

  it('rejects an object for another issuer', async () => {
    const other = await makeIssuer(deps, 'other');
    const { client: made } = await makeClient(deps, other, { jwks: { keys: [key.publicJwk] } });
    const parameters: [string, string][] = [
      ['client_id', made.id],
      ['request', await key.sign(claimsOf(made))],
    ];
    expect(await authorize(deps, other, { parameters, ...browserWith(cookie) })).toRedirectWith({
      error: 'invalid_request_object',
    });
  });
});

describe('RFC 9101 §5 Authorization Request', () => {
  it('ignores every parameter outside of the object except client_id', async () => {
    const outside: [string, string][] = [
      ['state', 'outside'],
      ['redirect_uri', 'https://evil.example/'],
      ['scope', 'openid email'],
      ['prompt', 'login'],
      ['nonce', 'a'],
      ['nonce', 'b'],
    ];
    const { code = '', state } = answeredParameters(await send(await key.sign(claimsOf(client)), client, outside));
    expect(state).toBe('inside');
    expect((await deps.store.grants.find(code.split('.')[0] ?? ''))?.scopes).toEqual(['openid']);
  });

  it('does not use parameters from outside that the object does not contain', async () => {
    const jwt = await key.sign(claimsOf(client, { code_challenge: undefined, state: undefined }));
    const outside: [string, string][] = [
      ['code_challenge', CHALLENGE],
      ['state', 'outside'],
    ];
    const answer = answeredParameters(await send(jwt, client, outside));
    expect(answer.error).toBe('invalid_request');
    expect(answer).not.toHaveProperty('state');
  });

  it('rejects two objects, and an object together with request_uri', async () => {
    const jwt = await key.sign(claimsOf(client));
    expect(await send(jwt, client, [['request', jwt]])).toShowError('invalid_request');
    expect(await send(jwt, client, [['request_uri', 'https://wiki.example/r']])).toShowError('invalid_request');
  });
});

describe('RFC 9101 §10.8 jti of a request object', () => {
  /** The id of the interaction that begins if the user is not signed in. */
  const interactionOf = async (jwt: string) => {
    const answer = await send(jwt, client, [], 'none');
    return answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
  };
  const opened = async (interaction: string) => {
    const open = await findInteraction(deps, interaction, BROWSER_HASH);
    if (open === undefined) throw new Error('the interaction was expected to be open');
    return open;
  };

  it('may be opened twice but leads to one code', async () => {
    const jwt = await key.sign(claimsOf(client));
    const [one, two] = [await interactionOf(jwt), await interactionOf(jwt)];
    const resume = async (interaction: string) =>
      continueFlow(deps, authorizationFlow, await opened(interaction), browserWith(cookie));
    // The sign-in may take long: the object itself has expired meanwhile.
    clock.advance(600);
    expect(await resume(one)).toRedirectWith({ code: expect.any(String) });
    clock.advance(600);
    expect(await resume(two)).toRedirectWith({ error: 'invalid_request_object', state: 'inside' });
  });

  it('leads to one code if it is used twenty times at once', async () => {
    const { cookie: fresh } = await signInAs(deps, await makeUser(deps));
    const jwt = await key.sign(claimsOf(client));
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(jwt, client, [], fresh)));
    expect(answers.filter((answer) => errorOf(answer) === undefined)).toHaveLength(1);
  });

  it('shows that the sign-in is over to a browser that continues it a second time, and tells the client nothing', async () => {
    const open = await opened(await interactionOf(await key.sign(claimsOf(client))));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => continueFlow(deps, authorizationFlow, open, browserWith(cookie))),
    );
    expect(answers.filter(({ kind }) => kind === 'redirect')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'errorPage')).toHaveLength(19);
  });

  it('costs no further round trip', async () => {
    const { cookie: fresh } = await signInAs(deps, await makeUser(deps));
    const calls: string[] = [];
    const on = { ...deps, store: countingStore(deps.store, calls) };
    await send(await key.sign(claimsOf(client)), client, [], fresh, on);
    expect(calls).toEqual(['readSession', 'commit']);
  });
});

describe('RFC 9101 §10.5 require_signed_request_object', () => {
  it('accepts only signed requests from a client that requires them', async () => {
    const { client: made } = await makeClient(deps, issuer, {
      jwks: { keys: [key.publicJwk] },
      require_signed_request_object: true,
    });
    expect(await send(await key.sign(claimsOf(made)), made)).toRedirectWith({ code: expect.any(String) });
    const plain = await authorize(deps, issuer, { parameters: queryOf(made), ...browserWith(cookie) });
    expect(refusal(plain)).toMatchObject({ error: 'invalid_request', description: expect.stringContaining('request') });
  });

  it.each(['EdDSA', 'HS256'])(
    'accepts a request signed with %s, and no unsigned request, if the server requires signed ones',
    async (alg) => {
      const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
      const claims = claimsOf(client);
      const jwt = alg === 'HS256' ? await signWithSecret(secret, claims) : await key.sign(claims);
      expect(await send(jwt, client, [], cookie, strict)).toRedirectWith({ code: expect.any(String) });
      const plain = await authorize(strict, issuer, { parameters: queryOf(client), ...browserWith(cookie) });
      expect(plain).toRedirectWith({ error: 'invalid_request' });
      expect(await discoveryDocument(strict, issuer)).toMatchObject({ require_signed_request_object: true });
    },
  );

  it('is still satisfied after the sign-in', async () => {
    const { client: made } = await makeClient(deps, issuer, {
      jwks: { keys: [key.publicJwk] },
      require_signed_request_object: true,
    });
    const answer = await send(await key.sign(claimsOf(made)), made, [], 'none');
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    const open = await findInteraction(deps, id, BROWSER_HASH);
    if (open === undefined) throw new Error('the interaction was expected to be open');
    expect(answeredParameters(await continueFlow(deps, authorizationFlow, open, browserWith(cookie)))).toHaveProperty(
      'code',
    );
  });
});

describe('RFC 9101 §10.5 metadata', () => {
  it('publishes what is supported', async () => {
    expect(await discoveryDocument(deps, issuer)).toMatchObject({
      request_parameter_supported: true,
      request_uri_parameter_supported: false,
      request_object_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256'],
    });
  });
});
