import type { ParameterEntries } from '../../access/interaction/parameters.js';
import { OAuthError } from '../../model/errors.js';
import { readAuthorizationRequest } from '../protocol/authorization-request.js';

/**
 * Checks that a request from an iframe asks for no page (prompt=none). The prompt of a request object or a pushed
 * request is not known yet; `authorize` checks it after reading the request.
 *
 * @throws OAuthError, which must be shown on a page, because the redirect URI has not been verified
 */
export function checkCanBeSilent(parameters: ParameterEntries): void {
  const { prompt = '', request, request_uri } = readAuthorizationRequest(parameters).request;
  if (request === undefined && request_uri === undefined && !prompt.split(' ').includes('none')) throw notSilent();
}

export function notSilent(): OAuthError {
  return new OAuthError(
    'invalid_request',
    'Sec-Fetch-Dest is iframe, but an iframe is allowed only with prompt=none. Open the address as a page of its own.',
    { status: 403 },
  );
}
