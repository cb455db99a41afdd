/** A server that has not answered after this time does not answer. */
export const TIMEOUT_MS = 30_000;
