/** A refusal by the wire itself, in the shape that Express and its body parsers throw. */
export interface StatusError extends Error {
  readonly status: number;
  /** For whoever sent the request; absent where the error is not ours, because it may repeat what was sent. */
  readonly told?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function statusError(status: number, told: string, headers: Record<string, string> = {}): StatusError {
  return Object.assign(new Error(told), { status, told, headers });
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
