import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { findInteraction } from '../../../src/access/interaction/interaction.js';
import { continueFlow } from '../../../src/access/interaction/interaction-flow.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { SIGNING_ALGS } from '../../../src/model/server/signing-key.js';
import { authorizationFlow } from '../../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import {
  answeredParameters,
  BROWSER_HASH,
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  errorOf,
  queryOf,
  requestToken,
} from '../../support/authorization.js';
import { signWithSecret } from '../../support/client-keys.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let client: Client;
let user: User;
let cookie: string;
let hint: string;

async function idTokenOf(of: Client, secret: string, session: string, at = issuer): Promise<string> {
  const code = await codeFor(deps, at, of, session);
  return (await requestToken(deps, at, codeForm(of, code), basicHeader(of, secret))).id_token as string;
}

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  const made = await makeClient(deps, issuer);
  client = made.client;
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
  hint = await idTokenOf(client, made.secret, cookie);
});
afterAll(() => deps.store.close());

function ask(id_token_hint: string, session: string, more = {}, of = client) {
  return authorize(deps, issuer, { parameters: queryOf(of, { id_token_hint, ...more }), ...browserWith(session) });
}

describe('OpenID Connect Core §3.1.2.1 id_token_hint', () => {
  it('is satisfied by the user that it names, even after it has expired', async () => {
    expect((await ask(hint, cookie)).kind).toBe('redirect');
    clock.advance(80_000);
    expect(answeredParameters(await ask(hint, cookie, { prompt: 'none' }))).toHaveProperty('code');
  });

  it.each(SIGNING_ALGS)('accepts a signature with %s', async (alg) => {
    const { client: other, secret } = await makeClient(deps, issuer, { id_token_signed_response_alg: alg });
    const own = await idTokenOf(other, secret, cookie);
    expect(answeredParameters(await ask(own, cookie, { prompt: 'none' }, other))).toHaveProperty('code');
  });

  it('returns an error for another user with prompt=none', async () => {
    const { cookie: another } = await signInAs(deps, await makeUser(deps));
    expect(errorOf(await ask(hint, another, { prompt: 'none' }))).toBe('login_required');
    expect(errorOf(await ask(hint, 'none', { prompt: 'none' }))).toBe('login_required');
  });

  it('asks another user to sign in, and returns an error if the user is still another', async () => {
    const { cookie: another } = await signInAs(deps, await makeUser(deps));
    clock.advance(1);
    const answer = await ask(hint, another);
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    const resume = async (session: string) => {
      const open = await findInteraction(deps, id, BROWSER_HASH);
      if (open === undefined) throw new Error('the interaction was expected to be open');
      return continueFlow(deps, authorizationFlow, open, browserWith(session));
    };
    expect((await resume(another)).kind).toBe('interaction');
    const { cookie: third } = await signInAs(deps, await makeUser(deps));
    expect(errorOf(await resume(third))).toBe('login_required');
    const { cookie: right } = await signInAs(deps, user);
    expect(answeredParameters(await resume(right))).toHaveProperty('code');
  });

  it('is rejected if it is not an ID token of the issuer for the client', async () => {
    const { client: other, secret } = await makeClient(deps, issuer, { accessTokenFormat: 'JWT' });
    const elsewhere = await makeIssuer(deps, 'elsewhere');
    const { client: foreign, secret: foreignSecret } = await makeClient(deps, elsewhere);
    const code = await codeFor(deps, issuer, other, cookie);
    const { access_token } = await requestToken(deps, issuer, codeForm(other, code), basicHeader(other, secret));
    const wrong = [
      await idTokenOf(other, secret, cookie),
      await idTokenOf(foreign, foreignSecret, cookie, elsewhere),
      String(access_token),
      `${hint.slice(0, -4)}AAAA`,
      'no.jwt',
    ];
    for (const one of wrong) expect(errorOf(await ask(one, cookie))).toBe('invalid_request');
    expect(errorOf(await ask(String(access_token), cookie, {}, other))).toBe('invalid_request');
  });

  it('accepts HS256 only from a client that is registered for it (RFC 8725 §3.1)', async () => {
    const claims = { ...decodeJwt(hint) } as JsonObject;
    for (const [alg, kind] of [
      ['RS256', 'invalid_request'],
      ['HS256', undefined],
    ] as const) {
      const made = await makeClient(deps, issuer, { id_token_signed_response_alg: alg });
      const signed = await signWithSecret(made.secret, { ...claims, aud: made.client.id });
      expect([alg, errorOf(await ask(signed, cookie, { prompt: 'none' }, made.client))]).toEqual([alg, kind]);
    }
  });

  it('rejects other JWTs that are signed with the client’s secret (RFC 8725 §3.12)', async () => {
    const made = await makeClient(deps, issuer, {
      id: 'wiki.example',
      id_token_signed_response_alg: 'HS256',
      integrations: ['OIDC', 'BASIC'],
    });
    const basic = { iss: 'http://localhost:3000', sub: user.id, aud: 'wiki.example', iat: 1_700_000_000 };
    const signed = await signWithSecret(made.secret, basic, { typ: 'JWT' });
    expect(errorOf(await ask(signed, cookie, { prompt: 'none' }, made.client))).toBe('invalid_request');
  });
});

describe('The stored interaction', () => {
  it('stores the subject of the hint and not the token', async () => {
    const answer = await ask(hint, 'none');
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    const kept = JSON.stringify(await deps.store.interactions.find(id));
    expect(kept).not.toContain(hint);
    expect(kept).toContain(`"hintedSubject":"${user.id}"`);
  });
});

describe('OpenID Connect Core §3.1.2.1 hints for the pages', () => {
  it('are stored with the interaction', async () => {
    const parameters = queryOf(client, { login_hint: 'ada', ui_locales: 'de fr' });
    const answer = await authorize(deps, issuer, { parameters, ...browserWith('none') });
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    expect(await deps.store.interactions.find(id)).toMatchObject({ loginHint: 'ada', uiLocales: 'de fr' });
  });
});
