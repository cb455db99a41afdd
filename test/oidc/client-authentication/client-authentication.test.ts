import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS, makeLimits } from '../../../src/http/request/limits.js';
import { newClientSecret } from '../../../src/keys/client-secrets.js';
import { newSecret } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { ASYMMETRIC_ALGS, type AsymmetricAlg } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { pushAuthorizationRequest } from '../../../src/oidc/authorization/pushed-authorization-request.js';
import { authenticateClient } from '../../../src/oidc/client-authentication/client-authentication.js';
import type { ClientCredentials } from '../../../src/oidc/client-authentication/presented-client.js';
import { authorizeDevice } from '../../../src/oidc/device/device-authorization.js';
import { DEVICE_CODE_GRANT } from '../../../src/oidc/device/device-grant-type.js';
import { token } from '../../../src/oidc/grants/token-endpoint.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { revoke } from '../../../src/oidc/protected-resource/revocation.js';
import { basicHeader, queryOf, refusalOf } from '../../support/authorization.js';
import { type MadeClaims, makeClientKey, signWithSecret } from '../../support/client-keys.js';
import { type FrozenClock, testDeps } from '../../support/deps.js';
import { makeClient, makeIssuer } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let client: Client;
let secret: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ client, secret } = await makeClient(deps, issuer));
});
afterAll(() => deps.store.close());

function requestWith(credentials: Partial<ClientCredentials>) {
  return {
    credentials: { authorization: undefined, ...credentials },
    endpoint: 'token',
    caller: { ipAddress: '192.0.2.1' },
  } as const;
}

function authenticate(credentials: Partial<ClientCredentials>, at: Issuer = issuer) {
  return authenticateClient(deps, at, requestWith(credentials));
}

function refused(credentials: Partial<ClientCredentials>, at?: Issuer) {
  return refusalOf(authenticate(credentials, at));
}

describe('RFC 6749 §2.3.1 client_secret_basic', () => {
  it('authenticates a client with its id and secret', async () => {
    const authenticated = await authenticate({ authorization: basicHeader(client, secret) });
    expect(authenticated.client.id).toBe(client.id);
    expect(authenticated.secret?.id).toBe(client.secrets[0]?.id);
  });

  it('accepts the same client_id in the form', async () => {
    const authorization = basicHeader(client, secret);
    expect((await authenticate({ authorization, client_id: client.id })).method).toBe('client_secret_basic');
    expect((await refused({ authorization, client_id: 'another' })).error).toBe('invalid_request');
  });

  it('form-decodes the client_id and the secret', async () => {
    const { client: odd, secret: oddSecret } = await makeClient(deps, issuer, { id: 'a~b.c_d-e' });
    const encoded = [...oddSecret].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const authorization = header(`a%7Eb.c_d-e:${encoded}`);
    expect((await authenticate({ authorization })).client.id).toBe(odd.id);
    expect((await refused({ authorization: header(`a~b.c_d-e:%E0%A4%A`) })).status).toBe(401);
  });

  it('returns 401 with a challenge for a wrong secret, an unknown client and a malformed header (§5.2)', async () => {
    const wrong = [
      basicHeader(client, `${secret}x`),
      basicHeader(client, ''),
      basicHeader({ ...client, id: 'unknown' }, secret),
      `Bearer ${secret}`,
      'Basic ***',
      'Basic',
      `Basic ${Buffer.from('no colon').toString('base64')}`,
    ];
    for (const authorization of wrong) {
      const error = await refused({ authorization });
      expect([authorization, error.error, error.status]).toEqual([authorization, 'invalid_client', 401]);
      expect(error.headers['WWW-Authenticate']).toMatch(/^Basic /);
      expect(error.description).not.toContain(secret);
    }
  });
});

describe('RFC 6749 §2.3.1 client_secret_post', () => {
  it('authenticates a client that is registered for it', async () => {
    const { client: posting, secret: own } = await makeClient(deps, issuer, {
      token_endpoint_auth_method: 'client_secret_post',
    });
    expect((await authenticate({ client_id: posting.id, client_secret: own })).client.id).toBe(posting.id);
    const error = await refused({ client_id: posting.id, client_secret: secret });
    expect([error.error, error.status, error.headers]).toEqual(['invalid_client', 401, {}]);
  });
});

describe('RFC 6749 §2.3.1 CLIENT_SECRET, the default', () => {
  it('accepts the secret in the header, in the body, and in both', async () => {
    expect(client.token_endpoint_auth_method).toBe('client_secret');
    const authorization = basicHeader(client, secret);
    for (const credentials of [
      { authorization },
      { client_id: client.id, client_secret: secret },
      { authorization, client_secret: secret },
      { authorization, client_id: client.id, client_secret: secret },
    ]) {
      const authenticated = await authenticate(credentials);
      expect([authenticated.client.id, authenticated.secret?.id]).toEqual([client.id, client.secrets[0]?.id]);
    }
  });

  it('rejects two different secrets, and a wrong one that is sent twice', async () => {
    const authorization = basicHeader(client, secret);
    expect((await refused({ authorization, client_secret: `${secret}x` })).error).toBe('invalid_request');
    expect((await refused({ authorization: basicHeader(client, ''), client_secret: secret })).error).toBe(
      'invalid_request',
    );
    expect((await refused({ authorization, client_id: 'another', client_secret: secret })).error).toBe(
      'invalid_request',
    );
    const unknown = { authorization: basicHeader({ ...client, id: 'unknown' }, secret), client_secret: `${secret}x` };
    expect((await refused(unknown)).error).toBe('invalid_request');
    const twice = { authorization: basicHeader(client, 'wrong'), client_secret: 'wrong' };
    expect((await refused(twice)).error).toBe('invalid_client');
  });

  it('rejects a client that sends no secret, and a JWT that is signed with the secret', async () => {
    expect((await refused({ client_id: client.id })).error).toBe('invalid_client');
    expect((await refused({ authorization: basicHeader(client, '') })).error).toBe('invalid_client');
    const jwt = await signWithSecret(secret, claimsOf(client));
    expect((await refused(assertion(jwt))).error).toBe('invalid_client');
  });
});

describe('RFC 6749 §2.3.1 the Authorization header', () => {
  const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('can contain the secret as it is, although the specification demands form-encoding', async () => {
    const { client: made } = await makeClient(deps, issuer);
    for (const chosen of ['a+b/c==', '100% 5e+cret', 'p%zz', '%41bc']) {
      const place = { record: `client:${made.generation}:raw`, field: 'secret' };
      const record = { id: 'raw', secret: deps.keys.seal(chosen, place), hint: '', createdAt: 0, lastUsedAt: 0 };
      const { client: own } = await makeClient(deps, issuer, { generation: made.generation, secrets: [record] });
      for (const text of [chosen, encodeURIComponent(chosen), new URLSearchParams({ x: chosen }).toString().slice(2)]) {
        expect((await authenticate({ authorization: header(`${own.id}:${text}`) })).client.id).toBe(own.id);
      }
      expect(
        (await authenticate({ authorization: header(`${own.id}:${chosen}`), client_secret: chosen })).secret,
      ).toBeDefined();
      expect((await refused({ authorization: header(`${own.id}:${chosen}x`) })).error).toBe('invalid_client');
    }
  });

  it('can contain the id of a public client with an empty secret', async () => {
    const { client: open } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none' });
    expect((await authenticate({ authorization: header(`${open.id}:`) })).method).toBe('none');
    expect((await authenticate({ authorization: header(`${open.id}:`), client_id: open.id })).method).toBe('none');
    const error = await refused({ authorization: header(`${open.id}:x`) });
    expect([error.error, error.status]).toEqual(['invalid_client', 401]);
    expect((await refused({ authorization: header(':') })).error).toBe('invalid_client');
  });
});

describe('RFC 6749 §2.3 the registered method', () => {
  it('is required, and every other method is rejected', async () => {
    const { client: posting, secret: own } = await makeClient(deps, issuer, {
      token_endpoint_auth_method: 'client_secret_post',
    });
    const { client: strict, secret: strictSecret } = await makeClient(deps, issuer, {
      token_endpoint_auth_method: 'client_secret_basic',
    });
    const { client: open } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none' });
    for (const credentials of [
      { client_id: client.id },
      { client_id: strict.id, client_secret: strictSecret },
      { client_id: posting.id },
      { authorization: basicHeader(posting, own) },
      { client_id: open.id, client_secret: '' },
      { client_id: open.id, client_secret: 'anything' },
    ]) {
      expect((await refused(credentials)).error).toBe('invalid_client');
    }
    expect((await authenticate({ client_id: open.id })).method).toBe('none');
  });

  it('is required, and several methods in one request are rejected', async () => {
    for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
      const { client: strict, secret: own } = await makeClient(deps, issuer, { token_endpoint_auth_method: method });
      const both = { authorization: basicHeader(strict, own), client_secret: own };
      expect((await refused(both)).error).toBe('invalid_request');
    }
    const authorization = basicHeader(client, secret);
    expect((await refused({ authorization, client_assertion: 'x' })).error).toBe('invalid_request');
    expect((await refused({ client_id: client.id, client_secret: secret, client_assertion: 'x' })).error).toBe(
      'invalid_request',
    );
  });

  it('is required, and a request without a client is rejected', async () => {
    expect((await refused({})).status).toBe(401);
  });
});

describe('RFC 6749 §2.3.1, §10.10 guessing', () => {
  it('MUST be prevented: too many failures from one address are rejected, for whatever client', async () => {
    const limits = makeLimits();
    const guess = (authorization: string, ipAddress: string) =>
      authenticateClient({ ...deps, limits }, issuer, {
        credentials: { authorization },
        endpoint: 'token',
        caller: { ipAddress },
      });
    const wrong = basicHeader(client, 'wrong');
    const statuses = new Set<number>();
    for (let attempt = 0; attempt <= LIMITS.clientAuthentication.points; attempt += 1) {
      statuses.add((await refusalOf(guess(wrong, '192.0.2.1'))).status);
    }
    expect([...statuses]).toEqual([401, 429]);
    expect((await refusalOf(guess(basicHeader({ ...client, id: 'another' }, 'wrong'), '192.0.2.1'))).status).toBe(429);
    expect((await refusalOf(guess(wrong, '192.0.2.2'))).status).toBe(401);
    // A client with the right secret is not locked out by an attacker.
    expect((await guess(basicHeader(client, secret), '192.0.2.1')).client.id).toBe(client.id);
  });
});

describe('A client that does not use OpenID Connect', () => {
  const caller = {};
  it('is rejected at every endpoint, but may revoke its tokens', async () => {
    const { client: basic, secret: own } = await makeClient(deps, issuer, {
      integrations: ['BASIC'],
      grant_types: ['client_credentials', 'refresh_token', DEVICE_CODE_GRANT],
    });
    const authorization = basicHeader(basic, own);
    const parameters = (form: Record<string, string>): [string, string][] => Object.entries(form);
    const input = (form: Record<string, string>) => ({ authorization, caller, parameters: parameters(form) });
    const asked = [
      () => token(deps, issuer, input({ grant_type: 'client_credentials' })),
      () => authorizeDevice(deps, issuer, input({})),
      () => pushAuthorizationRequest(deps, issuer, { ...input({}), parameters: queryOf(basic) }),
      () => introspect(deps, issuer, { ...input({ token: 'a' }), accept: undefined }),
    ];
    for (const ask of asked) expect((await refusalOf(ask())).error).toBe('unauthorized_client');
    await expect(revoke(deps, issuer, input({ token: 'a' }))).resolves.toBeUndefined();
  });
});

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function assertion(client_assertion: string) {
  return { client_assertion, client_assertion_type: ASSERTION_TYPE };
}

function claimsOf(of: Client, changes: MadeClaims = {}): MadeClaims {
  const now = numericDate(clock.now());
  const aud = 'http://localhost:3000';
  return { iss: of.id, sub: of.id, aud, jti: newSecret(deps.random), iat: now, exp: now + 60, ...changes };
}

async function keyed(alg: AsymmetricAlg, changes: Partial<Client> = {}) {
  const key = await makeClientKey(alg);
  const { client: made } = await makeClient(deps, issuer, {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [key.publicJwk] },
    secrets: [],
    ...changes,
  });
  return { key, made };
}

describe('OpenID Connect Core §9 client_secret_jwt', () => {
  const secretly = () => makeClient(deps, issuer, { token_endpoint_auth_method: 'client_secret_jwt' });

  it('authenticates a client with HS256 and the bytes of its secret', async () => {
    const { client: made, secret: own } = await secretly();
    const authenticated = await authenticate(assertion(await signWithSecret(own, claimsOf(made))));
    expect([authenticated.method, authenticated.secret?.id]).toEqual(['client_secret_jwt', made.secrets[0]?.id]);
  });

  it('rejects another secret, and a key', async () => {
    const { client: made } = await secretly();
    expect((await refused(assertion(await signWithSecret(secret, claimsOf(made))))).status).toBe(401);
    const key = await makeClientKey('ES256');
    expect((await refused(assertion(await key.sign(claimsOf(made))))).description).toContain('HS256');
  });
});

describe('OpenID Connect Core §9 private_key_jwt', () => {
  it.each(ASYMMETRIC_ALGS)('authenticates a client with %s and its registered key', async (alg) => {
    const { key, made } = await keyed(alg);
    expect((await authenticate(assertion(await key.sign(claimsOf(made))))).client.id).toBe(made.id);
  });

  it('accepts Ed25519 as the name of EdDSA (RFC 9864 §2.2)', async () => {
    const { key, made } = await keyed('EdDSA');
    const named = await key.sign(claimsOf(made), { alg: 'Ed25519' });
    expect((await authenticate(assertion(named))).client.id).toBe(made.id);
    const stranger = await (await makeClientKey('EdDSA')).sign(claimsOf(made), { alg: 'Ed25519' });
    expect((await refused(assertion(stranger))).status).toBe(401);
  });

  it('fetches the key from jwks_uri', async () => {
    const key = await makeClientKey('EdDSA');
    const fetch = () => Promise.resolve(Response.json({ keys: [key.publicJwk] }));
    const fetching = testDeps(deps.store, { clock, fetch });
    const { client: made } = await makeClient(fetching, issuer, {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://wiki.example/jwks',
      secrets: [],
    });
    const request = requestWith(assertion(await key.sign(claimsOf(made))));
    expect((await authenticateClient(fetching, issuer, request)).client.id).toBe(made.id);
  });

  it('rejects HS256 with the public key, none, and a key that is not registered', async () => {
    const { key, made } = await keyed('RS256');
    const confused = await signWithSecret(JSON.stringify(key.publicJwk), claimsOf(made));
    const stranger = await (await makeClientKey('RS256')).sign(claimsOf(made));
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(claimsOf(made))}.`;
    for (const jwt of [confused, stranger, unsigned])
      expect((await refused(assertion(jwt))).error).toBe('invalid_client');
  });

  it('rejects RS256, and any audience but the issuer, from a FAPI2 client', async () => {
    const rsa = await keyed('RS256', { securityProfile: 'FAPI2' });
    expect((await refused(assertion(await rsa.key.sign(claimsOf(rsa.made))))).error).toBe('invalid_client');
    const { key, made } = await keyed('ES256', { securityProfile: 'FAPI2' });
    const toEndpoint = await key.sign(claimsOf(made, { aud: 'http://localhost:3000/oidc/token' }));
    expect((await refused(assertion(toEndpoint))).description).toContain('aud');
    expect((await authenticate(assertion(await key.sign(claimsOf(made))))).client.id).toBe(made.id);
  });
});

describe('RFC 7523 §3 JWT Format and Processing Requirements', () => {
  const wrong: [string, MadeClaims, string][] = [
    ['another iss', { iss: 'another' }, 'iss'],
    ['no iss', { iss: undefined }, 'iss'],
    ['another aud', { aud: 'https://elsewhere.example' }, 'aud'],
    ['a list of two as aud', { aud: ['http://localhost:3000', 'http://localhost:3000/oidc/token'] }, 'aud'],
    ['another endpoint as aud', { aud: 'http://localhost:3000/oidc/par' }, 'aud'],
    ['no exp', { exp: undefined }, 'exp'],
    ['an exp that has passed', { exp: 1_700_000_000 }, 'expired'],
    ['an exp far in the future', { exp: 4_000_000_000 }, 'exp'],
    ['an nbf in the future', { nbf: 4_000_000_000 }, 'nbf'],
    ['an iat in the future', { iat: 4_000_000_000 }, 'iat'],
    ['no jti', { jti: undefined }, 'jti'],
  ];
  it.each(wrong)('rejects %s, and names the claim', async (_, changes, name) => {
    const { key, made } = await keyed('EdDSA');
    const error = await refused(assertion(await key.sign(claimsOf(made, changes))));
    expect([error.error, error.status]).toEqual(['invalid_client', 401]);
    expect(error.description).toContain(name);
  });

  it('accepts the URL of the endpoint as aud', async () => {
    const { key, made } = await keyed('EdDSA');
    const jwt = await key.sign(claimsOf(made, { aud: 'http://localhost:3000/oidc/token' }));
    expect((await authenticate(assertion(jwt))).client.id).toBe(made.id);
  });

  it('accepts a jti once, even of twenty requests at once', async () => {
    const { key, made } = await keyed('EdDSA');
    const jwt = await key.sign(claimsOf(made));
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => authenticate(assertion(jwt))));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refused(assertion(jwt))).description).toContain('jti');
  });

  it('accepts the same jti from two clients', async () => {
    for (const { key, made } of [await keyed('EdDSA'), await keyed('EdDSA')]) {
      const jwt = await key.sign(claimsOf(made, { jti: 'the same' }));
      expect((await authenticate(assertion(jwt))).client.id).toBe(made.id);
    }
  });

  it('does not consume the jti if the signature is wrong', async () => {
    const { key, made } = await keyed('EdDSA');
    const jwt = await key.sign(claimsOf(made));
    const [header, payload] = jwt.split('.');
    await refused(assertion(`${header}.${payload}.${'A'.repeat(86)}`));
    expect((await authenticate(assertion(jwt))).client.id).toBe(made.id);
  });
});

describe('RFC 7521 §4.2 Using Assertions for Client Authentication', () => {
  it('requires the type, the assertion, and the same client_id', async () => {
    const { key, made } = await keyed('EdDSA');
    const jwt = await key.sign(claimsOf(made));
    const error = async (credentials: Partial<ClientCredentials>) => (await refused(credentials)).error;
    expect(await error({ client_assertion: jwt })).toBe('invalid_request');
    expect(await error({ client_assertion: jwt, client_assertion_type: 'saml' })).toBe('invalid_request');
    expect(await error({ client_assertion_type: ASSERTION_TYPE })).toBe('invalid_request');
    expect(await error({ ...assertion(jwt), client_id: client.id })).toBe('invalid_request');
    expect(await error(assertion('not.a.jwt'))).toBe('invalid_client');
    expect((await authenticate({ ...assertion(jwt), client_id: made.id })).client.id).toBe(made.id);
  });
});

describe('Two valid secrets', () => {
  it('are both accepted until one expires', async () => {
    const { client: rotating, secret: old } = await makeClient(deps, issuer);
    const { secret: fresh, record } = newClientSecret(deps, rotating);
    const [first] = rotating.secrets;
    if (first === undefined) throw new Error('a client is made with a secret');
    const expiresAt = clock.now().getTime() + 60_000;
    await deps.store.clients.update(rotating, { secrets: [{ ...first, expiresAt }, record] });
    expect((await authenticate({ authorization: basicHeader(rotating, old) })).secret?.id).toBe(first.id);
    expect((await authenticate({ authorization: basicHeader(rotating, fresh) })).secret?.id).toBe(record.id);
    clock.advance(60);
    expect((await refused({ authorization: basicHeader(rotating, old) })).error).toBe('invalid_client');
    expect((await authenticate({ authorization: basicHeader(rotating, fresh) })).secret?.id).toBe(record.id);
  });
});

describe('The last-used time of a secret', () => {
  it('is updated at most once a day', async () => {
    const { client: used, secret: own } = await makeClient(deps, issuer);
    const usedAt = async () => (await deps.store.clients.find(used.id))?.secrets[0]?.lastUsedAt;
    const madeAt = clock.now().getTime();
    clock.advance(86_399);
    await authenticate({ authorization: basicHeader(used, own) });
    expect(await usedAt()).toBe(madeAt);
    clock.advance(1);
    await refused({ authorization: basicHeader(used, 'wrong') });
    expect(await usedAt()).toBe(madeAt);
    await authenticate({ authorization: basicHeader(used, own) });
    expect(await usedAt()).toBe(clock.now().getTime());
  });
});

describe('A client and its issuer', () => {
  it('is unknown at another issuer, after it was re-created, and while it is disabled', async () => {
    const authorization = basicHeader(client, secret);
    const other = await makeIssuer(deps, 'other');
    expect((await refused({ authorization }, other)).error).toBe('invalid_client');
    expect((await refused({ authorization }, { ...issuer, generation: 'another' })).error).toBe('invalid_client');
    const { client: disabled, secret: own } = await makeClient(deps, issuer, { enabled: false });
    expect((await refused({ authorization: basicHeader(disabled, own) })).error).toBe('invalid_client');
  });
});

describe('Failed authentications', () => {
  it('are limited, and the client itself is not affected', async () => {
    const tried: string[] = [];
    const limits = { take: async (name: string, key: string) => tried.push(`${name} ${key}`) <= 2 };
    const credentials = { authorization: basicHeader(client, 'wrong') };
    const attempt = () => refusalOf(authenticateClient({ ...deps, limits }, issuer, requestWith(credentials)));
    expect([(await attempt()).status, (await attempt()).status, (await attempt()).status]).toEqual([401, 401, 429]);
    const good = { authorization: basicHeader(client, secret) };
    expect((await authenticateClient({ ...deps, limits }, issuer, requestWith(good))).client.id).toBe(client.id);
    // The limit is not keyed by client_id, because an attacker could make up any number of them.
    expect(new Set(tried)).toEqual(new Set(['clientAuthentication 192.0.2.1']));
  });
});
