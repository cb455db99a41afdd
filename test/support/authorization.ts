import { createHash } from 'node:crypto';
import type { BrowserAnswer } from '../../src/access/interaction/browser-answer.js';
import { newSecret, sha256 } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { OAuthError } from '../../src/model/errors.js';
import type { JsonObject } from '../../src/model/json.js';
import { type AuthorizationInput, authorize } from '../../src/oidc/authorization/authorize.js';
import { token } from '../../src/oidc/grants/token-endpoint.js';
import { redirectParameters } from './matchers.js';

export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const BROWSER_HASH = sha256('the browser cookie');

export type Query = Record<string, string | undefined>;

/** A valid authorization request; `undefined` omits a parameter. */
export function queryOf(client: Client, changes: Query = {}): [string, string][] {
  const query: Query = {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: client.redirect_uris[0],
    scope: 'openid',
    state: 'the-state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  };
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  );
}

export function browserWith(sessionCookie: string | undefined): Omit<AuthorizationInput, 'parameters'> & {
  readonly browserHash: string;
} {
  return { browserHash: BROWSER_HASH, sessionCookie, caller: { ipAddress: '192.0.2.1' } };
}

/** The parameters of a redirect to the client. */
export function answeredParameters(answer: BrowserAnswer): Record<string, string> {
  const parameters = redirectParameters(answer);
  if (parameters === undefined) throw new Error(`a redirect was expected: ${JSON.stringify(answer)}`);
  return parameters;
}

/** The error that was shown, or sent to the client. */
export function errorOf(answer: BrowserAnswer): string | undefined {
  return answer.kind === 'errorPage' ? answer.error.error : answeredParameters(answer).error;
}

/** The code that a signed-in user's authorization request leads to. */
export async function codeFor(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  sessionCookie: string,
  changes: Query = {},
): Promise<string> {
  const parameters = queryOf(client, changes);
  const { code } = answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(sessionCookie) }));
  if (code === undefined) throw new Error('a code was expected');
  return code;
}

export function basicHeader(client: Client, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
}

/** A request to the token endpoint; `undefined` omits a parameter. */
export async function requestToken(
  deps: Deps,
  issuer: Issuer,
  form: Query,
  authorization?: string,
  dpop?: string,
): Promise<JsonObject> {
  const parameters = Object.entries(form).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  );
  return (await token(deps, issuer, { parameters, authorization, dpop, caller: { ipAddress: '192.0.2.1' } })).body;
}

export function codeForm(client: Client, code: string, changes: Query = {}): Query {
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirect_uris[0],
    code_verifier: VERIFIER,
    ...changes,
  };
}

/** The `OAuthError` that a promise is rejected with. */
export async function refusalOf(promise: Promise<unknown>): Promise<OAuthError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('a refusal was expected');
}

/** A well-formed handle that belongs to no record. */
export function madeUpHandle(deps: Deps): string {
  return `${newSecret(deps.random).slice(0, 20)}.${newSecret(deps.random)}`;
}
