import {
  type AuthorizationResponse,
  CLIENT_ID,
  makeAuthorizationRequest,
  randomText,
  readAuthorizationResponse,
} from './authorization-request.js';

/** The name under which the page remembers a request while the browser is at the sign-in page. */
const WAITING = 'passgraph-console-request';

export interface ReturnedSignIn {
  readonly response: AuthorizationResponse;
  /** The path in the console to which the user wanted to go. */
  readonly path: string;
}

/**
 * Leaves the console for the sign-in page. The browser returns to `path`. The code in the response is bound to the key of
 * the page that it left, so the console cannot redeem it. It gets a token with the new session instead.
 */
export async function goToSignIn(server: string, path: string, thumbprint: string, asOther: boolean): Promise<void> {
  const changes = asOther ? ({ prompt: 'login' } as const) : {};
  const { url, state } = await makeAuthorizationRequest(server, randomText(), thumbprint, changes);
  sessionStorage.setItem(WAITING, JSON.stringify({ state, path }));
  location.assign(url);
}

/** Leaves the console and ends the session (OpenID Connect RP-Initiated Logout §2). Without an ID token, a page asks. */
export function goToSignOut(server: string, idToken: string | undefined): void {
  const url = new URL('/oidc/logout', server);
  url.search = new URLSearchParams({
    client_id: CLIENT_ID,
    ...(idToken !== undefined && { id_token_hint: idToken }),
  }).toString();
  location.assign(url);
}

/** Reads the response of a sign-in that left the console. Returns `undefined` if the console waits for no response. */
export function returnedSignIn(server: string, url: string): ReturnedSignIn | undefined {
  const text = sessionStorage.getItem(WAITING);
  sessionStorage.removeItem(WAITING);
  if (text === null) return undefined;
  const { state, path } = JSON.parse(text) as { readonly state: string; readonly path: string };
  const response = readAuthorizationResponse(server, new URL(url).searchParams, state);
  return response && { response, path: isOfConsole(server, path) ? path : '/console' };
}

/** Other pages of this server could have changed what is stored, and the console shows nothing but its own paths. */
function isOfConsole(server: string, path: string): boolean {
  if (!URL.canParse(path, server)) return false;
  const { origin, pathname } = new URL(path, server);
  return origin === new URL(server).origin && /^\/console(\/|$)/.test(pathname);
}
