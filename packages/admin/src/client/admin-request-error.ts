import type { ErrorCode } from '../generated/operations.js';

/**
 * The code of a failed request: `UNREACHABLE` if no response arrived, `NOT_GRAPHQL` if the response was not GraphQL,
 * and otherwise the error code that the API returned.
 */
export type AdminRequestErrorCode = ErrorCode | 'UNREACHABLE' | 'NOT_GRAPHQL';

/** One entry in the `errors` of a GraphQL response (GraphQL §7.1.2). */
export interface AdminRequestFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: AdminRequestErrorCode; readonly field?: string; readonly maxAge?: number };
}

/**
 * Thrown if a request to the administration API fails. If the response lists several errors, the message, `code` and
 * `field` describe the first one.
 */
export class AdminRequestError extends Error {
  override readonly name = 'AdminRequestError';
  readonly code: AdminRequestErrorCode;
  /** The path of the input field that caused the error, such as `redirectUris.1`. Undefined if no field caused it. */
  readonly field: string | undefined;
  /**
   * The number of seconds to send as `max_age` to the authorization endpoint. Set only with the code
   * `FRESH_SIGN_IN_REQUIRED`.
   */
  readonly maxAge: number | undefined;
  /** The HTTP status of the response. Undefined if no response arrived. */
  readonly status: number | undefined;
  readonly faults: readonly AdminRequestFault[];

  constructor(faults: readonly [AdminRequestFault, ...AdminRequestFault[]], status?: number, cause?: unknown) {
    super(faults[0].message, { cause });
    this.code = faults[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR';
    this.field = faults[0].extensions?.field;
    this.maxAge = faults[0].extensions?.maxAge;
    this.status = status;
    this.faults = faults;
  }
}
