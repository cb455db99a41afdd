import { type ParameterEntries, readParameters } from '../../access/interaction/parameters.js';
import { algNames } from '../../keys/client-jwks.js';
import { OAuthError } from '../../model/errors.js';
import { ASYMMETRIC_ALGS } from '../../model/server/signing-key.js';

/** The parts of a request that can contain an access token. */
export interface BearerInput {
  /** The `Authorization` header, in which most clients send the access token. */
  readonly authorization: string | undefined;
  /** The form parameters of a POST request. A client can send the access token there instead (RFC 6750 §2.2). */
  readonly parameters: ParameterEntries;
  /** The `DPoP` header, in which a client proves that it has the key to which the access token is bound. */
  readonly dpop?: string | undefined;
  /** The HTTP method of the request. The DPoP proof must contain the same method. The default is GET. */
  readonly method?: string;
}

export type TokenScheme = 'Bearer' | 'DPoP';

/** An access token, and the authentication scheme with which the client sent it. */
export interface PresentedToken {
  readonly scheme: TokenScheme;
  readonly text: string;
}

/**
 * Finds the access token in the `Authorization` header or in the form of a request to a protected resource.
 * {@link https://www.rfc-editor.org/rfc/rfc6750#section-2 | RFC 6750 §2},
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-7.1 | RFC 9449 §7.1}
 *
 * @throws OAuthError with a `WWW-Authenticate` challenge, if the token is missing or malformed
 */
export function parseAccessToken({ authorization, parameters }: BearerInput): PresentedToken {
  const { single, duplicates } = readParameters(parameters, ['access_token']);
  // RFC 6750 §2: a client must not send the token in more than one way.
  if (duplicates.length > 0 || (authorization !== undefined && single.access_token !== undefined)) {
    throw tokenError('Bearer', 'invalid_request', 'The access token must not be sent more than once.');
  }
  if (authorization === undefined) {
    if (single.access_token === undefined) throw missingToken();
    return { scheme: 'Bearer', text: single.access_token };
  }
  // RFC 6750 §3.1: a request with credentials of another scheme is treated like a request without a token.
  if (!/^(Bearer|DPoP)( |$)/i.test(authorization)) throw missingToken();
  const [, scheme, text] = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
  if (scheme === undefined || text === undefined) {
    throw tokenError(
      'Bearer',
      'invalid_request',
      'The Authorization header is malformed. Send Bearer or DPoP, a space and the access token.',
    );
  }
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', text };
}

const DPOP_CHALLENGE = `DPoP algs="${algNames(ASYMMETRIC_ALGS).join(' ')}"`;

/**
 * The error for a request without an access token. Its `WWW-Authenticate` challenge contains no error code (RFC 6750
 * §3.1). It contains a realm, because a challenge needs at least one parameter (RFC 6750 §3).
 */
function missingToken(): OAuthError {
  return new OAuthError('invalid_token', 'The access token is missing. Send it in the Authorization header.', {
    status: 401,
    headers: { 'WWW-Authenticate': `Bearer realm="access", ${DPOP_CHALLENGE}` },
  });
}

const STATUS = { invalid_request: 400, invalid_token: 401, insufficient_scope: 403 } as const;

/**
 * Makes an error about an access token, with a `WWW-Authenticate` challenge that explains the error to the client.
 * {@link https://www.rfc-editor.org/rfc/rfc6750#section-3 | RFC 6750 §3},
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-7.1 | RFC 9449 §7.1}
 */
export function tokenError(
  scheme: TokenScheme,
  error: keyof typeof STATUS,
  description: string,
  scope?: string,
): OAuthError {
  return new OAuthError(error, description, {
    status: STATUS[error],
    headers: { 'WWW-Authenticate': challenge(scheme, error, description, scope) },
  });
}

/**
 * Adds a `WWW-Authenticate` challenge to an error about the DPoP proof, because clients read such errors from this
 * header.
 */
export function proofError({ error, description, headers }: OAuthError): OAuthError {
  return new OAuthError(error, description, {
    status: 401,
    headers: { ...headers, 'WWW-Authenticate': challenge('DPoP', error, description) },
  });
}

function challenge(scheme: TokenScheme, error: string, description: string, scope?: string): string {
  const detail = [`error="${error}"`, `error_description="${description}"`];
  if (scope !== undefined) detail.push(`scope="${scope}"`);
  return `${scheme === 'DPoP' ? `${DPOP_CHALLENGE}, ` : 'Bearer '}${detail.join(', ')}`;
}
