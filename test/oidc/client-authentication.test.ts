import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newClientSecret } from '../../src/keys/client-secrets.js';
import type { Client } from '../../src/model/client.js';
import type { Deps } from '../../src/model/deps.js';
import type { Issuer } from '../../src/model/issuer.js';
import { authenticateClient, type ClientCredentials } from '../../src/oidc/client-authentication.js';
import { basicHeader, refusalOf } from '../support/authorization.js';
import type { FrozenClock } from '../support/deps.js';
import { makeClient, makeIssuer } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';

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

const authenticate = (credentials: Partial<ClientCredentials>, at: Issuer = issuer) =>
  authenticateClient(deps, at, { authorization: undefined, ...credentials }, { ipAddress: '192.0.2.1' });
const refused = (credentials: Partial<ClientCredentials>, at?: Issuer) => refusalOf(authenticate(credentials, at));

describe('RFC 6749 §2.3.1 client_secret_basic', () => {
  it('knows a client by its id and secret', async () => {
    const authenticated = await authenticate({ authorization: basicHeader(client, secret) });
    expect(authenticated.client.id).toBe(client.id);
    expect(authenticated.secret?.id).toBe(client.secrets[0]?.id);
  });

  it('takes client_id beside it, where it is the same', async () => {
    const authorization = basicHeader(client, secret);
    expect((await authenticate({ authorization, client_id: client.id })).method).toBe('client_secret_basic');
    expect((await refused({ authorization, client_id: 'another' })).error).toBe('invalid_request');
  });

  it('form-decodes both halves', async () => {
    const { client: odd, secret: oddSecret } = await makeClient(deps, issuer, { id: 'a~b.c_d-e' });
    const encoded = [...oddSecret].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const authorization = header(`a%7Eb.c_d-e:${encoded}`);
    expect((await authenticate({ authorization })).client.id).toBe(odd.id);
    expect((await refused({ authorization: header(`a~b.c_d-e:%E0%A4%A`) })).status).toBe(401);
  });

  it('answers 401 with a challenge (§5.2) to a wrong secret, an unknown client and what is not HTTP Basic', async () => {
    const wrong = [
      basicHeader(client, `${secret}x`),
      basicHeader(client, ''),
      basicHeader({ ...client, id: 'nobody' }, secret),
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
  it('knows a client that is registered for it', async () => {
    const { client: posting, secret: own } = await makeClient(deps, issuer, {
      token_endpoint_auth_method: 'client_secret_post',
    });
    expect((await authenticate({ client_id: posting.id, client_secret: own })).client.id).toBe(posting.id);
    const error = await refused({ client_id: posting.id, client_secret: secret });
    expect([error.error, error.status, error.headers]).toEqual(['invalid_client', 401, {}]);
  });
});

describe('RFC 6749 §2.3 the method registered is the method required', () => {
  it('refuses every other', async () => {
    const { client: posting, secret: own } = await makeClient(deps, issuer, {
      token_endpoint_auth_method: 'client_secret_post',
    });
    const { client: open } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none' });
    for (const credentials of [
      { client_id: client.id },
      { client_id: client.id, client_secret: secret },
      { client_id: posting.id },
      { authorization: basicHeader(posting, own) },
      { client_id: open.id, client_secret: '' },
      { client_id: open.id, client_secret: 'anything' },
    ]) {
      expect((await refused(credentials)).error).toBe('invalid_client');
    }
    expect((await authenticate({ client_id: open.id })).method).toBe('none');
  });

  it('refuses several at once', async () => {
    const authorization = basicHeader(client, secret);
    expect((await refused({ authorization, client_secret: secret })).error).toBe('invalid_request');
    expect((await refused({ authorization, client_assertion: 'x' })).error).toBe('invalid_request');
  });

  it('refuses who says nothing', async () => {
    expect((await refused({})).status).toBe(401);
  });
});

describe('Two live secrets', () => {
  it('verify both, until one expires', async () => {
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

describe('A client at its issuer', () => {
  it('is nobody at another, nor under another life of its own, nor disabled', async () => {
    const authorization = basicHeader(client, secret);
    const other = await makeIssuer(deps, 'other');
    expect((await refused({ authorization }, other)).error).toBe('invalid_client');
    expect((await refused({ authorization }, { ...issuer, incarnation: 'another' })).error).toBe('invalid_client');
    const { client: disabled, secret: own } = await makeClient(deps, issuer, { enabled: false });
    expect((await refused({ authorization: basicHeader(disabled, own) })).error).toBe('invalid_client');
  });
});

describe('Failed authentications', () => {
  it('are limited, while the client itself goes on', async () => {
    const tried: string[] = [];
    const limits = { take: async (name: string, key: string) => tried.push(`${name} ${key}`) <= 2 };
    const credentials = { authorization: basicHeader(client, 'wrong') };
    const attempt = () => refusalOf(authenticateClient({ ...deps, limits }, issuer, credentials, {}));
    expect([(await attempt()).status, (await attempt()).status, (await attempt()).status]).toEqual([401, 401, 429]);
    const good = { authorization: basicHeader(client, secret) };
    expect((await authenticateClient({ ...deps, limits }, issuer, good, {})).client.id).toBe(client.id);
    expect(tried.every((key) => key.includes(client.id))).toBe(true);
  });
});
