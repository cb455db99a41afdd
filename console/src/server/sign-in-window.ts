import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  CALLBACK_PATH,
  makeAuthorizationRequest,
  randomText,
  readAuthorizationResponse,
} from './authorization-request.js';

/** The channel by which the window reports to the console. */
const CHANNEL = 'passgraph-console';
const WINDOW_STATE = 'window.';
const POPUP = 'popup,width=480,height=720';

/** The response of a sign-in in a window, with what is needed to redeem the code. */
export interface WindowSignIn {
  readonly response: AuthorizationResponse;
  readonly codeVerifier: string;
}

/** Why the user has to sign in again, and whether the browser has opened the window. */
export interface SignInQuestion {
  readonly reason: 'ended' | 'fresh';
  readonly isOpen: boolean;
}

/**
 * A sign-in in a window of its own, so that the console keeps what the user has typed. The browser opens the window only
 * while the user clicks.
 */
export interface SignInWindow {
  /** `undefined` if no request waits for a sign-in. */
  readonly question: ReadonlySignal<SignInQuestion | undefined>;
  /**
   * Waits for a sign-in in the window. With `maxAge`, the user must have signed in in the last seconds, and the window
   * opens at once. Returns `undefined` if the user cancels.
   */
  ask(maxAge: number | undefined): Promise<WindowSignIn | undefined>;
  open(): void;
  cancel(): void;
}

interface Waiting {
  readonly request: Promise<AuthorizationRequest>;
  finish(result: WindowSignIn | undefined): void;
}

export function makeSignInWindow(server: string, thumbprint: () => Promise<string>): SignInWindow {
  const question = signal<SignInQuestion>();
  let waiting: Waiting | undefined;
  let opened: Window | null = null;

  async function makeRequest(maxAge: number | undefined): Promise<AuthorizationRequest> {
    const changes = maxAge === undefined ? {} : { max_age: maxAge };
    return makeAuthorizationRequest(server, `${WINDOW_STATE}${randomText()}`, await thumbprint(), changes);
  }

  function open(): void {
    if (opened?.closed === false) {
      opened.focus();
      return;
    }
    const next = navigator.userActivation?.isActive === false ? null : globalThis.open('about:blank', CHANNEL, POPUP);
    opened = next;
    next?.focus();
    if (question.value !== undefined) question.value = { ...question.value, isOpen: next !== null };
    if (next !== null) waiting?.request.then(({ url }) => next.location.assign(url));
  }

  function ask(maxAge: number | undefined): Promise<WindowSignIn | undefined> {
    return new Promise((resolve) => {
      const channel = new BroadcastChannel(CHANNEL);
      const request = makeRequest(maxAge);
      const finish = (result: WindowSignIn | undefined) => {
        channel.close();
        waiting = undefined;
        opened = null;
        question.value = undefined;
        resolve(result);
      };
      channel.onmessage = async ({ data }) => {
        const { state, codeVerifier } = await request;
        const url = String(data);
        // Other pages of this server can send to the channel too.
        if (!URL.canParse(url)) return;
        const response = readAuthorizationResponse(server, new URL(url).searchParams, state);
        if (response !== undefined) finish({ response, codeVerifier });
      };
      waiting = { request, finish };
      question.value = { reason: maxAge === undefined ? 'ended' : 'fresh', isOpen: false };
      // The user expects the window only if a click of theirs led here.
      if (maxAge !== undefined) open();
    });
  }

  return { question, ask, open, cancel: () => waiting?.finish(undefined) };
}

/** Whether this page was opened in a window of its own for a sign-in. Then it reports the response and closes. */
export function reportToConsole(url: string): boolean {
  const { pathname, searchParams } = new URL(url);
  if (pathname !== CALLBACK_PATH || !searchParams.get('state')?.startsWith(WINDOW_STATE)) return false;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(url);
  channel.close();
  close();
  return true;
}
