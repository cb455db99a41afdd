/** An HTTP error. It has the same members as the errors that Express and its body parsers throw. */
export interface StatusError extends Error {
  readonly status: number;
  /**
   * The message to send in the response. It is missing in errors of libraries: their `message` must not be sent,
   * because it may contain input from the request.
   */
  readonly publicMessage?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function statusError(status: number, publicMessage: string, headers: Record<string, string> = {}): StatusError {
  return Object.assign(new Error(publicMessage), { status, publicMessage, headers });
}

/** The error for a form that contains an action which the form's page does not offer. */
export function unknownAction(): StatusError {
  return statusError(400, 'The form names no known action. Reload the page and try again.');
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
