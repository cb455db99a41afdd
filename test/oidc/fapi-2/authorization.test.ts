import { afterAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt } from 'jose';
import type { Query } from '../../support/authorization.js';
import { type ClientKey, makeClientKey } from '../../support/client-keys.js';
import { PAR, plainRequest, refused, startFapiServer, TOKEN } from '../../support/fapi-server.js';
import { answerConsent, authorizationQuery, authorizeAs, CALLBACK } from '../../support/relying-party.js';

const {
  ada,
  app,
  at,
  client,
  clock,
  codeOf,
  dpopKey,
  other,
  proof,
  push,
  pushed,
  redeem,
  refusedPush,
  registerFapi,
  visit,
} = await startFapiServer();
afterAll(() => app.stop());

describe('FAPI 2.0 Security Profile §5.3.2.2 and RFC 9126 pushed authorization requests', () => {
  it('rejects an authorization request that was not pushed', async () => {
    const answer = await ada.agent.get(authorizationQuery({ ...client, secret: '' }, plainRequest()));
    expect(Object.fromEntries(answer.location?.searchParams ?? [])).toMatchObject({
      error: 'invalid_request',
      state: 'the-state',
      iss: app.origin,
    });
  });

  const wrong: [string, Query, string][] = [
    ['response_type=token', { response_type: 'token' }, 'unsupported_response_type'],
    ['response_type=code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['no redirect_uri, with openid', { redirect_uri: undefined }, 'invalid_request'],
    ['no redirect_uri, without openid', { redirect_uri: undefined, scope: 'email' }, 'invalid_request'],
    ['a redirect_uri that is not registered', { redirect_uri: `${CALLBACK}/x` }, 'invalid_request'],
    ['no code_challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['the code_challenge_method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a request with request_uri (RFC 9126 §2.1)', { request_uri: 'urn:x' }, 'invalid_request'],
    ['the client_id of another client', { client_id: 'another' }, 'invalid_request'],
  ];
  it.each(wrong)('rejects %s at the PAR endpoint', async (_, changes, error) => {
    expect(await refusedPush(client, plainRequest(changes))).toEqual([400, error]);
  });

  it('returns 201 with a request_uri for less than 600 s, and 405 for other methods than POST (RFC 9126 §2.2, §2.3)', async () => {
    const { status, headers, body } = await push(client, plainRequest());
    expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
      ...[201, 'no-store', expect.stringMatching(/^application\/json/)],
    ]);
    expect([body.expires_in > 0, body.expires_in < 600]).toEqual([true, true]);
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(at(PAR), { method })).status).toBe(405);
  });

  it('requires only client_id and request_uri, and ignores every other parameter', async () => {
    const request_uri = await pushed(client, plainRequest());
    const { location } = await visit(client, request_uri, { state: 'outside', redirect_uri: 'https://evil.example/' });
    expect(location?.href.startsWith(`${CALLBACK}?`)).toBe(true);
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      code: expect.any(String),
      state: 'the-state',
      iss: app.origin,
    });
  });

  it('succeeds without state, with a long one, and without nonce or with one of 64 characters', async () => {
    for (const changes of [{ state: undefined }, { state: 'x'.repeat(384) }, { nonce: 'n'.repeat(64) }]) {
      const { location } = await visit(client, await pushed(client, plainRequest(changes)));
      expect(location?.searchParams.get('state')).toBe('state' in changes ? (changes.state ?? null) : 'the-state');
      const { body } = await redeem(client, location?.searchParams.get('code') ?? '');
      expect(decodeJwt(body.id_token).nonce).toBe('nonce' in changes ? changes.nonce : undefined);
    }
  });

  it('accepts a request_uri again until the sign-in is finished, and not afterwards', async () => {
    const request_uri = await pushed(client, plainRequest({ prompt: 'login' }));
    clock.advance(1);
    const path = `/oidc/authorize?${new URLSearchParams({ client_id: client.id, request_uri })}`;
    for (let time = 0; time < 2; time += 1) expect((await ada.agent.get(path)).location?.pathname).toBe('/login');
    const back = await authorizeAs(ada, path);
    expect(back.searchParams.get('code')).toEqual(expect.any(String));
    const second = await authorizeAs(ada, path);
    expect(second.searchParams.get('error')).toBe('invalid_request_uri');
  });

  it('MUST bind the request_uri to the client that pushed it, and lets it expire', async () => {
    const request_uri = await pushed(client, plainRequest());
    const foreign = await visit(other, request_uri);
    expect([foreign.status, foreign.location]).toEqual([400, undefined]);
    expect(foreign.text).toContain('invalid_request_uri');
    clock.advance(300);
    const late = await visit(client, request_uri);
    expect([late.status, late.location]).toEqual([400, undefined]);
    expect(late.text).toContain('invalid_request_uri');
  });

  it('redirects with access_denied if the user declines', async () => {
    const asking = await registerFapi(await makeClientKey('PS256', 'asking'), { consent: 'ALWAYS' });
    const { location } = await visit(asking, await pushed(asking, plainRequest()));
    expect(await answerConsent(ada, location, 'deny')).toMatchObject({
      error: 'access_denied',
      state: 'the-state',
      iss: app.origin,
    });
  });
});

describe('FAPI 2.0 Security Profile §5.3.2.1 and RFC 9449 §10 Authorization Code Binding', () => {
  const jktOf = (key: ClientKey) => calculateJwkThumbprint(key.publicJwk);

  it('binds the code to dpop_jkt, or to the key of the proof of the pushed request', async () => {
    const stranger = await makeClientKey('ES256');
    const ways: (() => Promise<string>)[] = [
      async () => codeOf(client, { dpop_jkt: await jktOf(dpopKey) }),
      async () => codeOf(client, {}, await proof('POST', PAR)),
      async () => codeOf(client, { dpop_jkt: await jktOf(dpopKey) }, await proof('POST', PAR)),
    ];
    for (const way of ways) {
      const code = await way();
      const stolen = await proof('POST', TOKEN, {}, {}, stranger);
      expect(refused(await redeem(client, code, {}, stolen))).toEqual([400, 'invalid_grant']);
      expect((await redeem(client, code)).status).toBe(200);
    }
  });

  it('MUST reject a pushed request whose proof has another key than its dpop_jkt', async () => {
    const dpop_jkt = await jktOf(await makeClientKey('ES256'));
    const outcome = await refusedPush(client, plainRequest({ dpop_jkt }), await proof('POST', PAR));
    expect(outcome).toEqual([400, 'invalid_dpop_proof']);
    expect(await refusedPush(client, plainRequest({ dpop_jkt: 'short' }))).toEqual([400, 'invalid_request']);
    expect(await refusedPush(client, plainRequest(), await proof('POST', TOKEN))).toEqual([400, 'invalid_dpop_proof']);
  });
});
