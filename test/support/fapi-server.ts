import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import * as oidc from 'openid-client';
import { startTestApp } from './app.js';
import type { Query } from './authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey } from './client-keys.js';
import { frozenClock } from './deps.js';
import { CALLBACK, PKCE, postForm, type Read, registerClient, registerPerson, WITH_VERIFIER } from './relying-party.js';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
export const PAR = '/oidc/par';
export const TOKEN = '/oidc/token';
export const USERINFO = '/oidc/userinfo';

/** A client with the FAPI2 profile, and the key that it signs with. */
export interface FapiClient {
  readonly id: string;
  readonly key: ClientKey;
}

/** A value that is used once, as `jti` or `state`. */
export function newValue() {
  return randomBytes(16).toString('base64url');
}

/** The parameters of an authorization request. */
export function plainRequest(changes: Query = {}): Query {
  return {
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'the-state',
    ...PKCE,
    ...changes,
  };
}

export function publicJwk({ publicJwk: { kid: _, alg: __, use: ___, ...jwk } }: ClientKey) {
  return jwk;
}

/** Status and error code of a response. */
export function refused({ status, body }: Read) {
  return [status, body.error];
}

/** A server with one user and three clients of the profile, and the requests that tests of FAPI 2.0 repeat. */
export async function startFapiServer() {
  const clock = frozenClock(new Date());
  const app = await startTestApp({}, { clock });
  const ada = await registerPerson(app, { username: 'ada', name: 'Ada Lovelace' });
  const dpopKey = await makeClientKey('ES256');
  const rsa = await makeClientKey('RS256');
  const client = await registerFapi(await makeClientKey('PS256'));
  const other = await registerFapi(await makeClientKey('ES256'));
  /** Has to sign its requests: Message Signing. */
  const signing = await registerFapi(await makeClientKey('PS256', 'signing'), { requireSignedRequestObject: true });

  async function registerFapi(key: ClientKey, input: Record<string, unknown> = {}): Promise<FapiClient> {
    const jwks = { keys: [key.publicJwk, rsa.publicJwk] };
    const { id } = await registerClient(app, { securityProfile: 'FAPI2', jwks, ...input });
    return { id, key };
  }

  function now() {
    return Math.floor(clock.now().getTime() / 1000);
  }

  function at(path: string) {
    return `${app.origin}${path}`;
  }

  async function assertion(of: FapiClient, changes: MadeClaims = {}, key = of.key): Promise<Query> {
    return {
      client_assertion: await key.sign({
        iss: of.id,
        sub: of.id,
        aud: app.origin,
        jti: newValue(),
        iat: now(),
        nbf: now(),
        exp: now() + 60,
        ...changes,
      }),
      client_assertion_type: ASSERTION_TYPE,
    };
  }

  function proof(
    htm: string,
    path: string,
    changes: MadeClaims = {},
    header: Record<string, unknown> = {},
    key = dpopKey,
  ) {
    return key.sign(
      { jti: newValue(), htm, htu: at(path), iat: now(), ...changes },
      { typ: 'dpop+jwt', jwk: publicJwk(key), kid: undefined, ...header },
    );
  }

  async function push(of: FapiClient, form: Query, dpop?: string): Promise<Read> {
    return postForm(at(PAR), { ...form, ...(await assertion(of)) }, dpop === undefined ? {} : { dpop });
  }

  async function pushed(of: FapiClient, form: Query, dpop?: string): Promise<string> {
    const answer = await push(of, form, dpop);
    expect([answer.status, answer.body.error_description]).toEqual([201, undefined]);
    return answer.body.request_uri;
  }

  async function refusedPush(of: FapiClient, form: Query, dpop?: string) {
    return refused(await push(of, form, dpop));
  }

  function visit(of: FapiClient, request_uri: string, more: Query = {}) {
    const parameters = new URLSearchParams({ client_id: of.id, request_uri, ...more } as never);
    return ada.agent.get(`/oidc/authorize?${parameters}`);
  }

  async function codeOf(of: FapiClient, changes: Query = {}, dpop?: string): Promise<string> {
    const { location } = await visit(of, await pushed(of, plainRequest(changes), dpop));
    return location?.searchParams.get('code') ?? '';
  }

  async function redeem(of: FapiClient, code: string, changes: Query = {}, dpop?: string | null): Promise<Read> {
    const header = dpop === null ? {} : { dpop: dpop ?? (await proof('POST', TOKEN)) };
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...WITH_VERIFIER };
    return postForm(at(TOKEN), { ...form, ...(await assertion(of)), ...changes }, header);
  }

  async function tokensOf(of: FapiClient, changes: Query = {}): Promise<Record<string, string>> {
    const answer = await redeem(of, await codeOf(of, changes));
    expect([answer.status, answer.body.error_description]).toEqual([200, undefined]);
    return answer.body;
  }

  /** The configuration of an independent client library. */
  function discover(of: FapiClient, ...execute: ((config: oidc.Configuration) => void)[]) {
    const { kid, privateKey: key } = of.key;
    const metadata = {
      id_token_signed_response_alg: 'PS256',
      authorization_signed_response_alg: 'PS256',
      introspection_signed_response_alg: 'PS256',
    };
    return oidc.discovery(new URL(app.origin), of.id, metadata, oidc.PrivateKeyJwt({ key, kid }), {
      execute: [oidc.allowInsecureRequests, ...execute],
    });
  }

  const state = { clock, app, ada, dpopKey, rsa, client, other, signing };
  const requests = { registerFapi, push, pushed, refusedPush, visit, codeOf, redeem, tokensOf, discover };
  return { ...state, ...requests, now, at, assertion, proof };
}
