import { useState } from 'preact/hooks';
import type { AdminRequestError } from '../../../../packages/admin/src/client/admin-request-error.js';
import { useConsole } from '../console-context.js';
import { inWords } from '../mutation.js';

/** Uploads images to a path of the server. */
export function useUpload(path: string) {
  const { connection, texts } = useConsole();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AdminRequestError>();
  return {
    isRunning,
    error,
    /** Sends an image, and returns its address. `undefined` if the server refused it: then `error` is set. */
    send: async (image: Blob): Promise<string | undefined> => {
      setRunning(true);
      setError(undefined);
      try {
        return await connection.upload(path, image);
      } catch (failure) {
        setError(inWords(failure, texts.say('parts.signInMissing')));
        return undefined;
      } finally {
        setRunning(false);
      }
    },
  };
}
