import {
  AdminRequestError,
  type AdminRequestErrorCode,
} from '../../../packages/admin/src/client/admin-request-error.js';

/**
 * Sends an image as the body of a POST, and returns the address that it has on the server. An upload is no GraphQL
 * operation, but has the same codes of errors, in small letters.
 *
 * @throws AdminRequestError if the server refuses the image
 */
export async function uploadPicture(send: typeof fetch, url: string, file: Blob): Promise<string> {
  const response = await send(url, { method: 'POST', body: file });
  const answer = (await response.json()) as Readonly<Record<'url' | 'error' | 'message', string | undefined>>;
  if (response.ok && answer.url !== undefined) return answer.url;
  const code = (answer.error ?? '').toUpperCase() as AdminRequestErrorCode;
  // The answer does not say how recent the sign-in has to be. A new one is always recent enough.
  const extensions = { code, maxAge: 0 };
  throw new AdminRequestError([{ message: answer.message ?? response.statusText, extensions }], response.status);
}
