import type { ErrorCode } from './generated/operations.js';

/** `UNREACHABLE` where no answer came, `NOT_GRAPHQL` where something else answered; the others are the API's. */
export type AdminRequestErrorCode = ErrorCode | 'UNREACHABLE' | 'NOT_GRAPHQL';

/** One of the errors of an answer (GraphQL §7.1.2). */
export interface AdminRequestFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: AdminRequestErrorCode; readonly field?: string };
}

/** Why a request to the administration API has no answer. */
export class AdminRequestError extends Error {
  override readonly name = 'AdminRequestError';
  readonly code: AdminRequestErrorCode;
  /** The input field at fault, a path such as `redirectUris.1`. */
  readonly field: string | undefined;
  /** Of the HTTP answer, where there was one. */
  readonly status: number | undefined;
  /** Everything that was wrong; message, code and field are those of the first. */
  readonly faults: readonly AdminRequestFault[];

  constructor(faults: readonly [AdminRequestFault, ...AdminRequestFault[]], status?: number, cause?: unknown) {
    super(faults[0].message, { cause });
    this.code = faults[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR';
    this.field = faults[0].extensions?.field;
    this.status = status;
    this.faults = faults;
  }
}
