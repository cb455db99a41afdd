import { TIMEOUT_MS } from './timeout.js';

/** The response to an authorization request that shows no page. */
export interface SilentResponse {
  readonly status: number;
  /** What the server would have the browser post to the redirect URI. */
  readonly parameters: URLSearchParams;
}

/**
 * Sends an authorization request with `response_mode=form_post`, and reads the form in the response. A response by
 * redirect would take one round trip more. The document that contains the form is never shown, and runs no scripts.
 */
export function sendSilently(url: string): Promise<SilentResponse> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    // No Trusted Type is needed for this parser, because its documents are inert.
    request.responseType = 'document';
    request.onload = () => {
      const fields = [...(request.responseXML?.querySelectorAll<HTMLInputElement>('#form-post input') ?? [])];
      const parameters = new URLSearchParams(fields.map(({ name, value }) => [name, value]));
      resolve({ status: request.status, parameters });
    };
    const fail = () => reject(new TypeError('The server cannot be reached.'));
    request.onerror = fail;
    request.ontimeout = fail;
    request.timeout = TIMEOUT_MS;
    request.send();
  });
}
