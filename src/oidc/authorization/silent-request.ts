import type { ParameterEntries } from '../../access/interaction/parameters.js';
import { OAuthError } from '../../model/errors.js';
import { readAuthorizationRequest } from '../protocol/authorization-request.js';

/**
 * Rejects an authorization request in an iframe without prompt=none. If there is a request object or a `request_uri`,
 * the prompt is not known yet, so `authorize` checks it later.
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
