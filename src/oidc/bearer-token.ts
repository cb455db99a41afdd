import { type ParameterEntries, readParameters } from '../access/parameters.js';
import { OAuthError } from '../model/errors.js';

/** Where a client sends its access token. */
export interface BearerInput {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** Of the form that was posted (RFC 6750 §2.2); nothing on a GET. */
  readonly parameters: ParameterEntries;
}

/**
 * The access token of a request to a protected resource.
 * {@link https://www.rfc-editor.org/rfc/rfc6750#section-2 | RFC 6750 §2}
 */
export const bearerTokenOf = ({ authorization, parameters }: BearerInput): string => {
  const { single, duplicates } = readParameters(parameters, ['access_token']);
  // MUST NOT use more than one method to transmit the token in each request.
  if (duplicates.length > 0 || (authorization !== undefined && single.access_token !== undefined)) {
    throw bearerError('invalid_request', 'The access token came more than once.');
  }
  if (authorization === undefined) {
    if (single.access_token === undefined) throw noToken();
    return single.access_token;
  }
  const text = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  if (text === undefined) throw bearerError('invalid_request', 'The Authorization header is not a Bearer token.');
  return text;
};

/** §3.1: a request without any token is not told an error code in the challenge. */
const noToken = (): OAuthError =>
  new OAuthError('invalid_token', 'No access token came.', { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });

const STATUS = { invalid_request: 400, invalid_token: 401, insufficient_scope: 403 } as const;

/** {@link https://www.rfc-editor.org/rfc/rfc6750#section-3 | RFC 6750 §3} */
export const bearerError = (error: keyof typeof STATUS, description: string, scope?: string): OAuthError => {
  const detail = [`error="${error}"`, `error_description="${description}"`];
  if (scope !== undefined) detail.push(`scope="${scope}"`);
  return new OAuthError(error, description, {
    status: STATUS[error],
    headers: { 'WWW-Authenticate': `Bearer ${detail.join(', ')}` },
  });
};
