import type { LimitName } from './deps.js';

/**
 * An error of an OAuth or OpenID Connect endpoint. `error` is a registered code for the client's program; `description` is
 * for its developer and contains neither secrets nor data of others; `reason` is for the log.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly error: string;
  readonly description: string;
  readonly status: number;
  readonly reason: string | undefined;
  /** Response headers that the specification of the error requires, such as `WWW-Authenticate`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: string,
    description: string,
    options: { status?: number; reason?: string; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(`${error}: ${description}`, { cause: options.cause });
    this.error = error;
    this.description = description;
    this.status = options.status ?? 400;
    this.reason = options.reason;
    this.headers = options.headers ?? {};
  }
}

/** Why a ceremony, or a page that leads to one, was refused. Codes are stable; `message` is for users. */
export type CeremonyErrorCode =
  | 'invalid_request'
  | 'invalid_credential'
  | 'interaction_expired'
  | 'enrolment_invalid'
  | 'registration_disabled'
  | 'username_taken'
  | 'username_invalid'
  | 'authentication_required'
  | 'recovery_invalid'
  | 'last_passkey'
  | 'too_many_passkeys'
  | 'not_found'
  | 'rate_limited';

/** `reason` is for the log and the audit log. An attacker must not learn which check failed. */
export class CeremonyError extends Error {
  override readonly name = 'CeremonyError';
  readonly code: CeremonyErrorCode;
  readonly status: number;
  readonly reason: string | undefined;
  /** For `rate_limited`: the limit that was reached. */
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
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED';

/** An expected failure of administration. `field` is a path into the input, such as `redirectUris.1`. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;
  readonly field: string | undefined;

  constructor(code: AdminErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}
