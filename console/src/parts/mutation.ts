import { useState } from 'preact/hooks';
import { AdminRequestError } from '../../../packages/admin/src/client/admin-request-error.js';
import type { TypedDocument } from '../../../packages/admin/src/client/typed-document.js';
import { useConsole } from './console-context.js';

export interface Mutation<Data, Variables> {
  readonly isRunning: boolean;
  readonly error: AdminRequestError | undefined;
  /** Sends the mutation. `undefined` if the server refused it: then `error` is set. Call it while the user clicks. */
  run(variables: Variables): Promise<Data | undefined>;
  /** Forgets the error. */
  clear(): void;
}

/**
 * Makes a change by the API, and shows it under "Show as GraphQL". If the change needs a new sign-in, the user signs in
 * again in a window, and the mutation is sent again.
 */
export function useMutation<Data, Variables extends object>(
  document: TypedDocument<Data, Variables>,
): Mutation<Data, Variables> {
  const { connection, operations, texts } = useConsole();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AdminRequestError>();
  return {
    isRunning,
    error,
    clear: () => setError(undefined),
    run: async (variables) => {
      setRunning(true);
      setError(undefined);
      const note = () => operations.add({ document, variables, path: location.pathname });
      note();
      try {
        const data = await connection.request(document, variables);
        // The caller opens another screen first, if it does.
        setTimeout(note);
        return data;
      } catch (failure) {
        setError(inWords(failure, texts.say('parts.signInMissing')));
        return undefined;
      } finally {
        setRunning(false);
      }
    },
  };
}

/** The API asks the program for a new sign-in. The user reads other words. */
export function inWords(failure: unknown, signInMissing: string): AdminRequestError {
  if (!(failure instanceof AdminRequestError)) return new AdminRequestError([{ message: String(failure) }]);
  if (failure.code !== 'FRESH_SIGN_IN_REQUIRED') return failure;
  return new AdminRequestError([{ message: signInMissing, extensions: { code: failure.code } }], failure.status);
}
