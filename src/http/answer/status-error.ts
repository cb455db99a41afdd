/** An HTTP error, in the shape of those that Express and its body parsers throw. */
export interface StatusError extends Error {
  readonly status: number;
  /** The text of the response. Errors of libraries have none, because their message may repeat the input. */
  readonly publicMessage?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function statusError(status: number, publicMessage: string, headers: Record<string, string> = {}): StatusError {
  return Object.assign(new Error(publicMessage), { status, publicMessage, headers });
}

export function isStatusError(error: unknown): error is StatusError {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}
