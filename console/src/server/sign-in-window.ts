import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  makeAuthorizationRequest,
  randomText,
  readAuthorizationResponse,
} from './authorization-request.js';

/** The channel by which the window reports to the console. */
const CHANNEL = 'passgraph-console';
const WINDOW_STATE = 'window.';

/** The response of a sign-in in a window, with what is needed to redeem the code. */
export interface WindowSignIn {
  readonly response: AuthorizationResponse;
  readonly codeVerifier: string;
}

/**
 * A sign-in in a window of its own, so that the console keeps what the user has typed. The browser opens the window only
 * while the user clicks.
 */
export interface SignInWindow {
  /** `blocked`: the browser did not open the window, so the user has to click `open`. */
  readonly state: ReadonlySignal<'closed' | 'waiting' | 'blocked'>;
  /** Opens the window, and waits for the response. `undefined` if the user cancels. */
  ask(maxAge?: number): Promise<WindowSignIn | undefined>;
  open(): void;
  cancel(): void;
}

interface Waiting {
  readonly request: Promise<AuthorizationRequest>;
  finish(result: WindowSignIn | undefined): void;
}

export function makeSignInWindow(server: string, thumbprint: () => Promise<string>): SignInWindow {
  const state = signal<'closed' | 'waiting' | 'blocked'>('closed');
  let waiting: (Waiting & { readonly result: Promise<WindowSignIn | undefined> }) | undefined;

  async function makeRequest(maxAge: number | undefined): Promise<AuthorizationRequest> {
    const changes = maxAge === undefined ? {} : { max_age: maxAge };
    return makeAuthorizationRequest(server, `${WINDOW_STATE}${randomText()}`, await thumbprint(), changes);
  }

  function begin(maxAge: number | undefined) {
    const { promise: result, resolve } = Promise.withResolvers<WindowSignIn | undefined>();
    const channel = new BroadcastChannel(CHANNEL);
    const request = makeRequest(maxAge);
    channel.onmessage = async ({ data }) => {
      const { state: sent, codeVerifier } = await request;
      const response = readAuthorizationResponse(server, String(data), sent);
      if (response !== undefined) waiting?.finish({ response, codeVerifier });
    };
    const finish = (value: WindowSignIn | undefined) => {
      channel.close();
      waiting = undefined;
      state.value = 'closed';
      resolve(value);
    };
    return { request, result, finish };
  }

  function open(): void {
    const opened = globalThis.open('about:blank', '_blank', 'popup,width=480,height=720');
    state.value = opened === null ? 'blocked' : 'waiting';
    if (opened !== null) waiting?.request.then(({ url }) => opened.location.assign(url));
  }

  return {
    state,
    open,
    ask: (maxAge) => {
      if (waiting === undefined) {
        waiting = begin(maxAge);
        open();
      }
      return waiting.result;
    },
    cancel: () => waiting?.finish(undefined),
  };
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
