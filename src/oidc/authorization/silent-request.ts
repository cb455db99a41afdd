import type { ParameterEntries } from '../../access/interaction/parameters.js';
import { OAuthError } from '../../model/errors.js';
import { readAuthorizationRequest } from '../protocol/authorization-request.js';

/**
 * Throws if an application has loaded the authorization endpoint in an iframe and the request does not have
 * prompt=none. If the parameters are in a request object or behind a `request_uri`, `authorize` checks the prompt
 * later, because the parameters have not been read yet.
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
    'Sec-Fetch-Dest is iframe, but in an iframe, the authorization endpoint accepts only prompt=none. Send prompt=none, or open the URL in a window.',
    { status: 403 },
  );
}
