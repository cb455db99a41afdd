import { AdminRequestError } from '../../../packages/admin/src/client/admin-request-error.js';
import {
  dataOf,
  type RequestExtras,
  readBody,
  sendRequest,
} from '../../../packages/admin/src/client/send-operation.js';
import { subscribe } from '../../../packages/admin/src/client/subscribe.js';
import type { TypedDocument } from '../../../packages/admin/src/client/typed-document.js';
import { makeSession, type Session, type SessionOptions } from './session.js';
import { goToSignIn, goToSignOut } from './sign-in-page.js';
import { TIMEOUT_MS } from './timeout.js';
import { uploadPicture } from './upload.js';

/** The connection of a signed-in user with the API of the server. */
export interface Connection extends Pick<Session, 'tokens' | 'signInWindow'> {
  /**
   * Sends an operation. If the session has ended, or the operation needs a new sign-in, the user signs in again in a
   * window, and the operation is sent again.
   * @throws AdminRequestError if it fails
   */
  request<Data, Variables extends object>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /**
   * Sends an operation as `request` does, and returns the response as it is: with data and errors, or a stream of events.
   */
  open(operation: ApiOperation, extras: RequestExtras): Promise<Response>;
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
  /** Leaves the console for the sign-in page, which asks for a passkey if the user wants to sign in `asOther` user. */
  signIn(path: string, asOther?: boolean): Promise<void>;
  /** Leaves the console and ends the session of the browser. */
  signOut(): Promise<void>;
}

interface ApiOperation {
  readonly query: string;
  readonly variables: object;
}

export function makeConnection(options: SessionOptions): Connection {
  const { server, bound } = options;
  const session = makeSession(options);
  const { tokens, signInWindow, getToken, canRepeatAfter } = session;

  const sendBound: typeof fetch = async (url, init) =>
    bound.send(String(url), { ...init, method: 'POST' }, await getToken());

  async function send(operation: ApiOperation, extras: RequestExtras): Promise<Response> {
    // An error of `fetch` would look like a server that does not answer.
    await getToken();
    return sendRequest({ url: server, fetch: sendBound }, operation, extras);
  }

  async function repeated<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof AdminRequestError) || !(await canRepeatAfter(error))) throw error;
      return run();
    }
  }

  async function* follow(
    document: string,
    variables: object,
    signal: AbortSignal,
  ): AsyncGenerator<unknown, void, void> {
    // `sendBound` sends the token. The function says that there is a new one after the old one has expired.
    const stream = { url: server, fetch: sendBound, accessToken: getToken };
    for (let isRepeated = false; ; isRepeated = true) {
      try {
        await getToken();
        for await (const data of subscribe(stream, document, variables, { signal })) {
          isRepeated = false;
          yield data;
        }
        return;
      } catch (error) {
        if (isRepeated || !(error instanceof AdminRequestError) || !(await canRepeatAfter(error))) throw error;
      }
    }
  }

  return {
    tokens,
    signInWindow,
    request: <Data, Variables extends object>(query: TypedDocument<Data, Variables>, variables: Variables) =>
      repeated(async () => {
        const response = await send({ query, variables }, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        return dataOf(response, await readBody(response)) as Data;
      }),
    open: async (operation, extras) => {
      const response = await send(operation, extras);
      const error = await errorOf(response);
      return error !== undefined && (await canRepeatAfter(error)) ? send(operation, extras) : response;
    },
    subscribe: <Data, Variables extends object>(
      document: TypedDocument<Data, Variables>,
      variables: Variables,
      signal: AbortSignal,
    ) => follow(document, variables, signal) as AsyncGenerator<Data, void, void>,
    upload: async (path, file) => {
      await getToken();
      return repeated(() => uploadPicture(sendBound, `${server}${path}`, file));
    },
    signIn: async (path, asOther = false) => goToSignIn(server, path, await bound.thumbprint(), asOther),
    signOut: async () => {
      const current = await tokens.current();
      goToSignOut(server, current.kind === 'signedIn' ? current.token.idToken : undefined);
    },
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
