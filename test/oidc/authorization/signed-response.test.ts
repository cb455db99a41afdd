import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { SIGNING_ALGS } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { answeredParameters, browserWith, queryOf } from '../../support/authorization.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => deps.store.close());

function ask(client: Client, changes: Record<string, string>) {
  return authorize(deps, issuer, { parameters: queryOf(client, changes), ...browserWith(cookie) });
}

describe('JARM §2.1 JWT-based Authorization Response', () => {
  it.each(SIGNING_ALGS)('is signed with %s if the client’s ID tokens are', async (alg) => {
    const { client, secret } = await makeClient(deps, issuer, { id_token_signed_response_alg: alg });
    const { response = '', ...rest } = answeredParameters(await ask(client, { response_mode: 'jwt' }));
    expect(rest).toEqual({});
    const options = { algorithms: [alg], currentDate: clock.now(), audience: client.id };
    const keys = createLocalJWKSet((await jwks(deps, issuer)) as unknown as JSONWebKeySet);
    const { payload } =
      alg === 'HS256'
        ? await jwtVerify(response, new TextEncoder().encode(secret), options)
        : await jwtVerify(response, keys, options);
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      aud: client.id,
      exp: numericDate(clock.now()) + 300,
      code: expect.any(String),
      state: 'the-state',
    });
  });

  it('signs errors in the same way', async () => {
    const { client } = await makeClient(deps, issuer);
    const { response = '' } = answeredParameters(await ask(client, { response_mode: 'jwt', scope: 'phone' }));
    const keys = createLocalJWKSet((await jwks(deps, issuer)) as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(response, keys, { currentDate: clock.now() });
    expect(payload).toMatchObject({
      error: 'invalid_scope',
      error_description: expect.any(String),
      state: 'the-state',
    });
  });

  it('leads to an error page if the client has no secret to sign with', async () => {
    const { client } = await makeClient(deps, issuer, { id_token_signed_response_alg: 'HS256', secrets: [] });
    expect((await ask(client, { response_mode: 'jwt' })).kind).toBe('errorPage');
  });
});

describe('JARM §2.3 Response Encoding', () => {
  it.each([
    ['jwt', 'https://wiki.example/callback?response='],
    ['query.jwt', 'https://wiki.example/callback?response='],
    ['fragment.jwt', 'https://wiki.example/callback#response='],
  ])('redirects with %s to %s', async (response_mode, beginning) => {
    const { client } = await makeClient(deps, issuer);
    const answer = await ask(client, { response_mode });
    expect(answer.kind === 'redirect' && answer.url.startsWith(beginning)).toBe(true);
  });

  it('posts a form with form_post.jwt', async () => {
    const { client } = await makeClient(deps, issuer);
    expect(await ask(client, { response_mode: 'form_post.jwt' })).toEqual({
      kind: 'form_post',
      url: 'https://wiki.example/callback',
      parameters: { response: expect.any(String) },
    });
  });
});
