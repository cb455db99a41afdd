import { AdminRequestError } from '../../../packages/admin/src/client/admin-request-error.js';
import { sendOperation } from '../../../packages/admin/src/client/send-operation.js';
import type { TypedDocument } from '../../../packages/admin/src/client/typed-document.js';
import { makeBoundFetch } from './bound-fetch.js';
import { signInInWindow } from './sign-in-page.js';
import { makeTokenSource, type SignInResult, type TokenSource } from './token-source.js';

/** The connection of a signed-in user with the API of the server. */
export interface Connection {
  readonly tokens: TokenSource;
  /** Sends an operation. @throws AdminRequestError if it fails */
  request<Data, Variables extends object>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** Asks the user to sign in again, because a change needs a sign-in of the last `maxAge` seconds. */
  signInAgain(maxAge: number): Promise<SignInResult>;
}

/** Makes the connection. `onSignedOut` is called if the session of the user has ended. */
export function makeConnection(server: string, now: () => number, onSignedOut: () => void): Connection {
  const send = makeBoundFetch();
  const tokens = makeTokenSource(server, send, now);

  const sendBound: typeof fetch = async (url, init) => {
    const token = await tokens.current();
    if (token === undefined) onSignedOut();
    return send(String(url), { ...init, method: 'POST' }, token);
  };

  async function run(document: string, variables: object): Promise<unknown> {
    return sendOperation({ url: server, fetch: sendBound }, document, variables);
  }

  return {
    tokens,
    request: async <Data, Variables extends object>(document: TypedDocument<Data, Variables>, variables: Variables) => {
      try {
        return (await run(document, variables)) as Data;
      } catch (error) {
        if (!(error instanceof AdminRequestError) || error.status !== 401) throw error;
        const { kind } = await tokens.renew();
        if (kind === 'signedIn') return (await run(document, variables)) as Data;
        onSignedOut();
        throw error;
      }
    },
    signInAgain: async (maxAge) => {
      const answered = await signInInWindow(server, { max_age: maxAge });
      return answered === undefined
        ? { kind: 'signInNeeded' }
        : tokens.redeem(answered.response, answered.codeVerifier);
    },
  };
}
