import {
  type AuthorizationChanges,
  type AuthorizationResponse,
  makeAuthorizationRequest,
  randomText,
  readAuthorizationResponse,
} from './authorization-request.js';

/** The name under which the page remembers a request while the browser is at the sign-in page. */
const WAITING = 'passgraph-console-request';

/** The channel by which a sign-in in a window of its own reports to the console. */
const CHANNEL = 'passgraph-console';
const WINDOW_STATE = 'window.';

export interface ReturnedSignIn {
  readonly response: AuthorizationResponse;
  /** The path in the console to which the user wanted to go. */
  readonly path: string;
}

/**
 * Leaves the console for the sign-in page. The browser returns to `path`. The code that it brings back is bound to the
 * key of the page that it left, so it is worthless: the console then gets a token with the new session.
 */
export async function goToSignIn(server: string, path: string, thumbprint: string): Promise<void> {
  const { url, state } = await makeAuthorizationRequest(server, randomText(), thumbprint);
  sessionStorage.setItem(WAITING, JSON.stringify({ state, path }));
  location.assign(url);
}

/** Reads the response of a sign-in that left the console. `undefined` if the console is waiting for no such response. */
export function returnedSignIn(server: string, url: string): ReturnedSignIn | undefined {
  const text = sessionStorage.getItem(WAITING);
  sessionStorage.removeItem(WAITING);
  if (text === null) return undefined;
  const { state, path } = JSON.parse(text) as { readonly state: string; readonly path: string };
  const response = readAuthorizationResponse(server, url, state);
  return response && { response, path };
}

/** Whether this page was opened in a window of its own for a sign-in. Then it reports the response and closes. */
export function reportToConsole(url: string): boolean {
  if (!new URL(url).searchParams.get('state')?.startsWith(WINDOW_STATE)) return false;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(url);
  channel.close();
  close();
  return true;
}

/**
 * Asks the user to sign in again, in a window of its own, so that the console keeps what the user has typed. `undefined`
 * if the browser does not allow the window. Call it while the user clicks.
 */
export function signInInWindow(
  server: string,
  thumbprint: Promise<string>,
  changes: AuthorizationChanges,
): Promise<{ readonly response: AuthorizationResponse; readonly codeVerifier: string }> | undefined {
  const opened = open('about:blank', '_blank', 'popup,width=480,height=720');
  if (opened === null) return undefined;
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel(CHANNEL);
    const state = `${WINDOW_STATE}${randomText()}`;
    const requested = thumbprint.then((text) => makeAuthorizationRequest(server, state, text, changes));
    requested.then((request) => {
      channel.onmessage = ({ data }) => {
        const response = readAuthorizationResponse(server, String(data), request.state);
        if (response === undefined) return;
        channel.close();
        resolve({ response, codeVerifier: request.codeVerifier });
      };
      opened.location.assign(request.url);
    }, reject);
  });
}
