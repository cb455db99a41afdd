import { AdminRequestError } from '../../../packages/admin/src/client/admin-request-error.js';
import type { BoundFetch } from './bound-fetch.js';
import { makeSignInWindow, type SignInWindow } from './sign-in-window.js';
import type { Refusal, SignInResult, TokenSource } from './token-source.js';

/** The signed-in user: the token for the API, and the sign-in in a window if there is none. */
export interface Session {
  readonly tokens: TokenSource;
  readonly signInWindow: SignInWindow;
  /** Returns a token. If the session has ended, asks the user to sign in again. @throws AdminRequestError if there is none */
  getToken(): Promise<string>;
  /** Whether a failed operation may succeed now, with a new token. Asks the user if the operation needs a new sign-in. */
  canRepeatAfter(error: AdminRequestError): Promise<boolean>;
}

export interface SessionOptions {
  readonly server: string;
  readonly bound: BoundFetch;
  readonly tokens: TokenSource;
  /** What the user reads if the session has ended, and if the server cannot answer now. */
  readonly words: () => { readonly ended: string; readonly busy: string };
  /** Called if the user may no longer use the console. */
  readonly onRefused: (refusal: Refusal) => void;
  /** Called if the user has not the permission for an operation, perhaps since a moment ago. */
  readonly onForbidden: () => void;
}

export function makeSession(options: SessionOptions): Session {
  const { server, bound, tokens, words, onRefused, onForbidden } = options;
  const signInWindow = makeSignInWindow(server, bound.thumbprint);
  let signingIn: Promise<SignInResult> | undefined;

  async function signInAgainNow(maxAge: number | undefined): Promise<SignInResult> {
    const signedIn = await signInWindow.ask(maxAge);
    if (signedIn === undefined) return { kind: 'signInNeeded' };
    return tokens.redeem(signedIn.response, signedIn.codeVerifier).catch(beBusy);
  }

  /** Several requests can wait for one sign-in. */
  function signInAgain(maxAge?: number): Promise<SignInResult> {
    signingIn ??= signInAgainNow(maxAge).finally(() => {
      signingIn = undefined;
    });
    return signingIn;
  }

  return {
    tokens,
    signInWindow,
    getToken: async () => {
      const current = await tokens.current().catch(beBusy);
      const result = current.kind === 'signInNeeded' ? await signInAgain() : current;
      if (result.kind === 'signedIn') return result.token.text;
      if (result.kind === 'busy') throw new AdminRequestError([{ message: words().busy }]);
      if (result.kind === 'refused') onRefused(result);
      const message = result.kind === 'refused' ? result.description : words().ended;
      throw new AdminRequestError([{ message, extensions: { code: 'UNAUTHENTICATED' } }]);
    },
    canRepeatAfter: async ({ status, code, maxAge }) => {
      if (code === 'FRESH_SIGN_IN_REQUIRED') return (await signInAgain(maxAge)).kind === 'signedIn';
      if (status !== 401 && code !== 'FORBIDDEN') return false;
      const result = await tokens.renew().catch(beBusy);
      if (result.kind === 'refused') onRefused(result);
      if (result.kind === 'signedIn' && code === 'FORBIDDEN') onForbidden();
      // With the same permissions, the operation would be refused again.
      return status === 401 && (result.kind === 'signedIn' || result.kind === 'signInNeeded');
    },
  };
}

/** If the server does not answer, the session of the user goes on, as if the server were busy. */
function beBusy(): SignInResult {
  return { kind: 'busy' };
}
