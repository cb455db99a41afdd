import { type ParameterEntries, readParameters } from '../../access/interaction/parameters.js';
import { algNames } from '../../keys/client-jwks.js';
import { OAuthError } from '../../model/errors.js';
import { ASYMMETRIC_ALGS } from '../../model/server/signing-key.js';

/** Where a client sends its access token. */
export interface BearerInput {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** Of the form that was posted (RFC 6750 §2.2); nothing on a GET. */
  readonly parameters: ParameterEntries;
  /** The `DPoP` header, and what it is held against. */
  readonly dpop?: string | undefined;
  readonly method?: string;
}

export type TokenScheme = 'Bearer' | 'DPoP';

/** An access token as it was sent. */
export interface PresentedToken {
  readonly scheme: TokenScheme;
  readonly text: string;
}

/**
 * The access token of a request to a protected resource.
 * {@link https://www.rfc-editor.org/rfc/rfc6750#section-2 | RFC 6750 §2},
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-7.1 | RFC 9449 §7.1}
 */
export function presentedTokenOf({ authorization, parameters }: BearerInput): PresentedToken {
  const { single, duplicates } = readParameters(parameters, ['access_token']);
  // MUST NOT use more than one method to transmit the token in each request.
  if (duplicates.length > 0 || (authorization !== undefined && single.access_token !== undefined)) {
    throw tokenError('Bearer', 'invalid_request', 'The access token came more than once.');
  }
  if (authorization === undefined) {
    if (single.access_token === undefined) throw noToken();
    return { scheme: 'Bearer', text: single.access_token };
  }
  // §3.1: credentials of another scheme are no token.
  if (!/^(Bearer|DPoP)( |$)/i.test(authorization)) throw noToken();
  const [, scheme, text] = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
  if (scheme === undefined || text === undefined) {
    throw tokenError('Bearer', 'invalid_request', 'The Authorization header has no access token.');
  }
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', text };
}

const DPOP_CHALLENGE = `DPoP algs="${algNames(ASYMMETRIC_ALGS).join(' ')}"`;

/** RFC 6750 §3: the scheme MUST be followed by a parameter; §3.1: without any token it is no error code. */
function noToken(): OAuthError {
  return new OAuthError('invalid_token', 'No access token came.', {
    status: 401,
    headers: { 'WWW-Authenticate': `Bearer realm="access", ${DPOP_CHALLENGE}` },
  });
}

const STATUS = { invalid_request: 400, invalid_token: 401, insufficient_scope: 403 } as const;

/**
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

/** The same for an error of a proof, at a protected resource. */
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
