import type { LimitName } from './deps.js';

/**
 * An error response of an OAuth or OpenID Connect endpoint. `error` is the registered error code. `description` is for
 * the developer of the client, so it contains no secrets and no data of other clients or users. `reason` is only
 * logged.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly error: string;
  readonly description: string;
  readonly status: number;
  readonly reason: string | undefined;
  /** The name of the request parameter that is missing or wrong, for the audit log. */
  readonly parameter: string | undefined;
  /** Headers that the response must have, for example `WWW-Authenticate` for an invalid token. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: string,
    description: string,
    options: {
      status?: number;
      reason?: string;
      parameter?: string | undefined;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(`${error}: ${description}`, { cause: options.cause });
    this.error = error;
    this.description = description;
    this.status = options.status ?? 400;
    this.reason = options.reason;
    this.parameter = options.parameter;
    this.headers = options.headers ?? {};
  }
}

/** The code for an error in a passkey ceremony or on a page that leads to one. A code never changes its meaning. */
export type CeremonyErrorCode =
  | 'invalid_request'
  | 'invalid_credential'
  | 'interaction_expired'
  | 'enrolment_invalid'
  | 'registration_disabled'
  | 'username_taken'
  | 'username_invalid'
  | 'email_invalid'
  | 'authentication_required'
  | 'approval_pending'
  | 'recovery_invalid'
  | 'last_passkey'
  | 'passkey_in_use'
  | 'too_many_passkeys'
  | 'signed_in_as_another'
  | 'cookies_blocked'
  | 'not_found'
  | 'rate_limited';

/**
 * An error in a passkey ceremony or on a page that leads to one. `message` is for the user. `reason` is only for the
 * logs, because an attacker must not learn which check failed.
 */
export class CeremonyError extends Error {
  override readonly name = 'CeremonyError';
  readonly code: CeremonyErrorCode;
  readonly status: number;
  readonly reason: string | undefined;
  /** The limit that was exceeded. Set only with the code `rate_limited`. */
  readonly limit: LimitName | undefined;

  constructor(
    code: CeremonyErrorCode,
    message: string,
    options: { status?: number; reason?: string; limit?: LimitName; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 400;
    this.reason = options.reason;
    this.limit = options.limit;
  }
}

export type AdminErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'FRESH_SIGN_IN_REQUIRED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED';

/**
 * An expected error of the administration API, such as invalid input. `field` is the path to the wrong value in the
 * input, for example `redirectUris.1`.
 */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;
  readonly field: string | undefined;
  /** The most seconds since a sign-in that the caller may request. Set only with the code `FRESH_SIGN_IN_REQUIRED`. */
  readonly maxAge: number | undefined;

  constructor(code: AdminErrorCode, message: string, field?: string, maxAge?: number) {
    super(message);
    this.code = code;
    this.field = field;
    this.maxAge = maxAge;
  }
}

/** The message for each outcome. Responses contain it, so it must not contain what the database reported. */
const UNAVAILABLE_TEXTS = {
  none: 'The database is not available. Send the request again in a few seconds.',
  unknown:
    'The database did not confirm this change, so it may or may not have taken effect. Check it before you send the request again.',
};

/**
 * The database did not respond in time, or could not run a statement, for example because its disk is full. `outcome`
 * is `none` if nothing was written, and `unknown` if the write may have taken effect.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly outcome: 'none' | 'unknown';

  constructor(outcome: 'none' | 'unknown', options: { cause?: unknown } = {}) {
    super(UNAVAILABLE_TEXTS[outcome], options);
    this.outcome = outcome;
  }
}

/** After how many seconds a caller can send a request again that failed because of the database. */
export const UNAVAILABLE_RETRY_SECONDS = 5;

/**
 * Converts trouble with the database to the OAuth error for it.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 | RFC 6749 §4.1.2.1}
 */
export function temporarilyUnavailable(error: StoreUnavailableError): OAuthError {
  return new OAuthError('temporarily_unavailable', error.message, {
    status: 503,
    reason: 'database',
    headers: { 'Retry-After': String(UNAVAILABLE_RETRY_SECONDS) },
    cause: error,
  });
}

/** The mail server refused a mail and would refuse it again, for example because the recipient does not exist. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}

/** Why an uploaded file cannot be used as a picture. The message completes a sentence that begins with "The image". */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
