import {
  type AuthorizationResponse,
  codeForm,
  makeAuthorizationRequest,
  randomText,
  readAuthorizationResponse,
} from './authorization-request.js';
import { fromBase64url } from './base64url.js';
import type { BoundFetch } from './bound-fetch.js';
import { sendSilently } from './silent-request.js';
import { TIMEOUT_MS } from './timeout.js';

/**
 * The result of a sign-in. With `signInNeeded`, the user has to see the sign-in page. With `busy`, the server cannot
 * answer now, and the session of the user goes on.
 */
export type SignInResult =
  | { readonly kind: 'signedIn'; readonly token: Token }
  | { readonly kind: 'signInNeeded' }
  | { readonly kind: 'busy' }
  | ({ readonly kind: 'refused' } & Refusal);

/** Why the server refused: the error code and its description (RFC 6749 §4.1.2.1). */
export interface Refusal {
  readonly error: string;
  readonly description: string;
}

/** An access token, with the ID token that the server issued beside it. */
export interface Token {
  readonly text: string;
  readonly expiresAt: number;
  readonly idToken: string;
  /** The user who signed in. */
  readonly subject: string;
  /** What the token may be used for: the permissions of the user, when it was issued. */
  readonly scopes: readonly string[];
}

/** The access token of the console. It is kept in memory only. */
export interface TokenSource {
  /** Returns the present token. If it expires within some seconds, gets a new one first. */
  current(): Promise<SignInResult>;
  /** Gets a new token without a page, with the session of the browser. */
  renew(): Promise<SignInResult>;
  /** Gets a token for the code that the server sent to the redirect URI. */
  redeem(response: AuthorizationResponse, codeVerifier: string): Promise<SignInResult>;
}

/** A token that expires sooner is renewed, so that it does not expire on its way. */
const RESERVE_MS = 20_000;

/** The errors with which the server says that a page has to be shown (OpenID Connect Core §3.1.2.6). */
const PAGE_NEEDED = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);

/** The errors of RFC 6749 §4.1.2.1 that say nothing about the user. */
const TROUBLE = new Set(['temporarily_unavailable', 'server_error']);
const FIRST_TROUBLE_STATUS = 500;
const TOO_MANY_REQUESTS = 429;

/** Makes the source. `onOtherUser` is called instead of using a token of another user than before. */
export function makeTokenSource(
  server: string,
  bound: BoundFetch,
  now: () => number,
  onOtherUser: () => void,
): TokenSource {
  let token: Token | undefined;
  let user: string | undefined;
  let renewing: Promise<SignInResult> | undefined;

  async function redeem(response: AuthorizationResponse, codeVerifier: string): Promise<SignInResult> {
    if ('error' in response) return resultOf(response.error, response.description);
    const body = codeForm(server, response.code, codeVerifier);
    const answer = await bound.send(`${server}/oidc/token`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (isTrouble(answer)) return { kind: 'busy' };
    const values = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok)
      return { kind: 'refused', error: String(values.error), description: String(values.error_description ?? '') };
    const idToken = String(values.id_token);
    const subject = subjectOf(idToken);
    if (user !== undefined && user !== subject) {
      onOtherUser();
      return { kind: 'signInNeeded' };
    }
    user = subject;
    const expiresAt = now() + Number(values.expires_in) * 1000;
    const scopes = String(values.scope).split(' ');
    token = { text: String(values.access_token), expiresAt, idToken, subject, scopes };
    return { kind: 'signedIn', token };
  }

  async function renewNow(): Promise<SignInResult> {
    token = undefined;
    const thumbprint = await bound.thumbprint();
    const changes = { prompt: 'none', response_mode: 'form_post' } as const;
    const request = await makeAuthorizationRequest(server, randomText(), thumbprint, changes);
    const answer = await sendSilently(request.url);
    if (isTrouble(answer)) return { kind: 'busy' };
    const response = readAuthorizationResponse(server, answer.parameters, request.state);
    return response === undefined ? { kind: 'signInNeeded' } : redeem(response, request.codeVerifier);
  }

  function renew(): Promise<SignInResult> {
    renewing ??= renewNow().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    current: async () =>
      token === undefined || token.expiresAt - RESERVE_MS < now() ? renew() : { kind: 'signedIn', token },
    renew,
    redeem,
  };
}

function resultOf(error: string, description: string): SignInResult {
  if (PAGE_NEEDED.has(error)) return { kind: 'signInNeeded' };
  return TROUBLE.has(error) ? { kind: 'busy' } : { kind: 'refused', error, description };
}

function isTrouble({ status }: { readonly status: number }): boolean {
  return status >= FIRST_TROUBLE_STATUS || status === TOO_MANY_REQUESTS;
}

/** The claim `sub` of an ID token that came straight from the server. */
function subjectOf(idToken: string): string {
  const [, payload = ''] = idToken.split('.');
  return String((JSON.parse(fromBase64url(payload)) as { readonly sub?: unknown }).sub);
}
