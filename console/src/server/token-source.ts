import {
  type AuthorizationResponse,
  codeForm,
  makeAuthorizationRequest,
  randomText,
  readAuthorizationResponse,
} from './authorization-request.js';
import type { BoundFetch } from './bound-fetch.js';

/** The result of a sign-in. With `signInNeeded`, the user has to see the sign-in page. */
export type SignInResult =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'signInNeeded' }
  | { readonly kind: 'refused'; readonly description: string };

/** The access token of the console. It is kept in memory only. */
export interface TokenSource {
  /** Returns the token. If it expires within some seconds, gets a new one first. */
  current(): Promise<string | undefined>;
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

export function makeTokenSource(server: string, bound: BoundFetch, now: () => number): TokenSource {
  let token: { readonly text: string; readonly expiresAt: number } | undefined;
  let renewing: Promise<SignInResult> | undefined;

  async function redeem(response: AuthorizationResponse, codeVerifier: string): Promise<SignInResult> {
    if ('error' in response)
      return PAGE_NEEDED.has(response.error)
        ? { kind: 'signInNeeded' }
        : { kind: 'refused', description: response.description };
    const body = codeForm(server, response.code, codeVerifier);
    const answer = await bound.send(`${server}/oidc/token`, { method: 'POST', body });
    const values = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) return { kind: 'refused', description: String(values.error_description ?? '') };
    token = { text: String(values.access_token), expiresAt: now() + Number(values.expires_in) * 1000 };
    return { kind: 'signedIn' };
  }

  async function renewNow(): Promise<SignInResult> {
    token = undefined;
    const thumbprint = await bound.thumbprint();
    const request = await makeAuthorizationRequest(server, randomText(), thumbprint, { prompt: 'none' });
    const { url } = await fetch(request.url, { cache: 'no-store' });
    const response = readAuthorizationResponse(server, url, request.state);
    return response === undefined ? { kind: 'signInNeeded' } : redeem(response, request.codeVerifier);
  }

  function renew(): Promise<SignInResult> {
    renewing ??= renewNow().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    current: async () => {
      if (token === undefined || token.expiresAt - RESERVE_MS < now()) await renew();
      return token?.text;
    },
    renew,
    redeem,
  };
}
