/*
 * This folder connects the console with the server: the sign-in, the access token and the GraphQL API. It must not know
 * screens. To understand this folder, read `connection.ts` first.
 */

import { toBase64url } from './base64url.js';

/** The client that every server has for its console. */
export const CLIENT_ID = 'passgraph:console';

/** An authorization request (RFC 6749 §4.1.1), with what the console needs to redeem the code. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  readonly codeVerifier: string;
}

/** The path to which the server sends the browser back after a sign-in. */
export const CALLBACK_PATH = '/console/callback';

/** The parameters by which authorization requests of the console differ. `none` shows no page, `login` asks for a passkey. */
interface AuthorizationChanges {
  readonly prompt?: 'none' | 'login';
  readonly response_mode?: 'form_post';
  /** The most seconds since the user last signed in with a passkey. */
  readonly max_age?: number;
}

function redirectUri(server: string): string {
  return `${server}${CALLBACK_PATH}`;
}

/**
 * Makes a request for every administration scope: the server limits the token to what the role of the user allows. The
 * code works only with the key that has this thumbprint (RFC 9449 §10).
 */
export async function makeAuthorizationRequest(
  server: string,
  state: string,
  thumbprint: string,
  { max_age, ...changes }: AuthorizationChanges = {},
): Promise<AuthorizationRequest> {
  const codeVerifier = randomText();
  const url = new URL('/oidc/authorize', server);
  url.search = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: redirectUri(server),
    scope: 'openid *',
    resource: `${server}/graphql`,
    state,
    dpop_jkt: thumbprint,
    code_challenge: await digestOf(codeVerifier),
    code_challenge_method: 'S256',
    ...changes,
    ...(max_age !== undefined && { max_age: String(max_age) }),
  }).toString();
  return { url: url.href, state, codeVerifier };
}

/** The form that redeems a code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export function codeForm(server: string, code: string, codeVerifier: string): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: CLIENT_ID,
    redirect_uri: redirectUri(server),
    code,
    code_verifier: codeVerifier,
  });
}

/** What the server sends back to the redirect URI. */
export type AuthorizationResponse =
  | { readonly code: string }
  | { readonly error: string; readonly description: string };

/**
 * Reads the parameters that the server sent to the redirect URI. `iss` must be this server (RFC 9207). Returns `undefined`
 * if the response belongs to another request.
 */
export function readAuthorizationResponse(
  server: string,
  parameters: URLSearchParams,
  state: string,
): AuthorizationResponse | undefined {
  if (parameters.get('state') !== state || parameters.get('iss') !== server) return undefined;
  const code = parameters.get('code');
  if (code !== null) return { code };
  return {
    error: parameters.get('error') ?? 'invalid_response',
    description: parameters.get('error_description') ?? '',
  };
}

export function randomText(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Returns the SHA-256 digest of a text in base64url. */
export async function digestOf(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}
