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
    'The request came from an iframe (Sec-Fetch-Dest), but in an iframe only prompt=none is allowed. Open the authorization endpoint in a window, or send prompt=none.',
    { status: 403 },
  );
}
