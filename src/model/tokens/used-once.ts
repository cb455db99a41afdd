/** A value that was used, so that it is not accepted again until `expiresAt`. */
export interface UsedOnce {
  readonly id: string;
  readonly expiresAt: Date;
}

/**
 * Remembers values that the server accepts only once, such as the `jti` of a client assertion, so that an attacker
 * cannot send them again.
 */
export interface UsedOnceStore {
  /**
   * Marks a value as used, until `expiresAt`. `key` is a digest of the value and its kind. If several calls race with
   * the same key, exactly one returns `true`; later calls return `false`.
   */
  take(key: string, expiresAt: Date): Promise<boolean>;
}
