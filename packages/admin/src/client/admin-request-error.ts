import type { ErrorCode } from '../generated/operations.js';

/** `UNREACHABLE`: no response. `NOT_GRAPHQL`: the response is not GraphQL. All others are codes of the API. */
export type AdminRequestErrorCode = ErrorCode | 'UNREACHABLE' | 'NOT_GRAPHQL';

/** One error of a GraphQL response (GraphQL §7.1.2). */
export interface AdminRequestFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: AdminRequestErrorCode; readonly field?: string };
}

/** A request to the administration API failed. Message, `code` and `field` are those of the first fault. */
export class AdminRequestError extends Error {
  override readonly name = 'AdminRequestError';
  readonly code: AdminRequestErrorCode;
  /** The path of the wrong input field, such as `redirectUris.1`. */
  readonly field: string | undefined;
  /** The status of the HTTP response, if there was one. */
  readonly status: number | undefined;
  readonly faults: readonly AdminRequestFault[];

  constructor(faults: readonly [AdminRequestFault, ...AdminRequestFault[]], status?: number, cause?: unknown) {
    super(faults[0].message, { cause });
    this.code = faults[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR';
    this.field = faults[0].extensions?.field;
    this.status = status;
    this.faults = faults;
  }
}
