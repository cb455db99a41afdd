import { AdminRequestError } from '../../../packages/admin/src/client/admin-request-error.js';
import {
  dataOf,
  type RequestExtras,
  readBody,
  sendOperation,
  sendRequest,
} from '../../../packages/admin/src/client/send-operation.js';
import { subscribe } from '../../../packages/admin/src/client/subscribe.js';
import type { TypedDocument } from '../../../packages/admin/src/client/typed-document.js';
import { makeBoundFetch } from './bound-fetch.js';
import { goToSignIn } from './sign-in-page.js';
import { makeSignInWindow, type SignInWindow } from './sign-in-window.js';
import { makeTokenSource, type SignInResult, type TokenSource } from './token-source.js';
import { uploadPicture } from './upload.js';

/** The connection of a signed-in user with the API of the server. */
export interface Connection {
  readonly tokens: TokenSource;
  readonly signInWindow: SignInWindow;
  /**
   * Sends an operation. If it needs a new sign-in, the user signs in again in a window, and the operation is sent again.
   * @throws AdminRequestError if it fails
   */
  request<Data, Variables extends object>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /**
   * Sends an operation as `request` does, and returns the response as it is: with data and errors, or a stream of events.
   */
  open(operation: { readonly query: string; readonly variables: object }, extras: RequestExtras): Promise<Response>;
  /**
   * Runs a subscription until the signal is aborted, and yields the data of each event, also if the token expires or the
   * connection breaks meanwhile. After a new sign-in, events can come again.
   * @throws AdminRequestError if it cannot begin or continue
   */
  subscribe<Data, Variables extends object>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    signal: AbortSignal,
  ): AsyncGenerator<Data, void, void>;
  /**
   * Sends an image to a path of the server, such as `/pictures/users/ID`, and returns the URL of the picture.
   * @throws AdminRequestError if it fails
   */
  upload(path: string, file: Blob): Promise<string>;
  /** Leaves the console for the sign-in page. The browser returns to `path`. */
  signIn(path: string): Promise<void>;
}

export interface ConnectionEvents {
  /** The session of the user has ended, or the user may no longer use the console. */
  readonly onSignedOut: (result: SignInResult) => void;
  /** The user has not the permission for an operation, perhaps since a moment ago. */
  readonly onForbidden: () => void;
}

export function makeConnection(
  server: string,
  now: () => number,
  { onSignedOut, onForbidden }: ConnectionEvents,
): Connection {
  const bound = makeBoundFetch();
  const tokens = makeTokenSource(server, bound, now);
  const signInWindow = makeSignInWindow(server, bound.thumbprint);

  const sendBound: typeof fetch = async (url, init) => {
    return bound.send(String(url), { ...init, method: 'POST' }, await presentToken());
  };

  async function presentToken(): Promise<string | undefined> {
    const token = await tokens.current();
    if (token !== undefined) return token;
    const result = await tokens.renew();
    if (result.kind === 'signedIn') return tokens.current();
    onSignedOut(result);
    return undefined;
  }

  async function run(document: string, variables: object): Promise<unknown> {
    return sendOperation({ url: server, fetch: sendBound }, document, variables);
  }

  /** Whether the console has a new token, with which the operation may succeed. */
  async function canRepeatAfter({ status, code, maxAge }: AdminRequestError): Promise<boolean> {
    if (status === 401 || code === 'FORBIDDEN') {
      const result = await tokens.renew();
      if (result.kind !== 'signedIn') onSignedOut(result);
      else if (code === 'FORBIDDEN') onForbidden();
      // With the same permissions, the operation would be refused again.
      return result.kind === 'signedIn' && status === 401;
    }
    if (code !== 'FRESH_SIGN_IN_REQUIRED') return false;
    const signedIn = await signInWindow.ask(maxAge);
    if (signedIn === undefined) return false;
    const { kind } = await tokens.redeem(signedIn.response, signedIn.codeVerifier);
    return kind === 'signedIn';
  }

  async function* follow(
    document: string,
    variables: object,
    signal: AbortSignal,
  ): AsyncGenerator<unknown, void, void> {
    // `sendBound` sends the token. The function says that there is a new one after the old one has expired.
    const accessToken = async () => (await tokens.current()) ?? '';
    for (let isRepeated = false; ; isRepeated = true) {
      try {
        for await (const data of subscribe({ url: server, fetch: sendBound, accessToken }, document, variables, {
          signal,
        })) {
          isRepeated = false;
          yield data;
        }
        return;
      } catch (error) {
        if (isRepeated || !(error instanceof AdminRequestError) || !(await canRepeatAfter(error))) throw error;
      }
    }
  }

  async function repeated<Result>(send: () => Promise<Result>): Promise<Result> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof AdminRequestError) || !(await canRepeatAfter(error))) throw error;
      return send();
    }
  }

  return {
    tokens,
    signInWindow,
    request: <Data, Variables extends object>(document: TypedDocument<Data, Variables>, variables: Variables) =>
      repeated(async () => (await run(document, variables)) as Data),
    open: async (operation, extras) => {
      const send = () => sendRequest({ url: server, fetch: sendBound }, operation, extras);
      const response = await send();
      const error = await errorOf(response);
      return error !== undefined && (await canRepeatAfter(error)) ? send() : response;
    },
    subscribe: <Data, Variables extends object>(
      document: TypedDocument<Data, Variables>,
      variables: Variables,
      signal: AbortSignal,
    ) => follow(document, variables, signal) as AsyncGenerator<Data, void, void>,
    upload: (path, file) => repeated(() => uploadPicture(sendBound, `${server}${path}`, file)),
    signIn: async (path) => goToSignIn(server, path, await bound.thumbprint()),
  };
}

/** Returns the error of a response, which can still be read after that. A stream is not read. */
async function errorOf(response: Response): Promise<AdminRequestError | undefined> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return undefined;
  try {
    dataOf(response, await readBody(response.clone()));
    return undefined;
  } catch (error) {
    return error instanceof AdminRequestError ? error : undefined;
  }
}
