/**
 * The record of a value that was used. The server does not accept the value again until `expiresAt`. For usernames, a
 * record also makes change sets conflict that give users names which look alike.
 */
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
   * Marks a value as used until `expiresAt` and returns `true`. Returns `false` if the value is already marked. `key`
   * is a digest of the value and its kind. If several calls with the same key race, exactly one returns `true`.
   */
  take(key: string, expiresAt: Date): Promise<boolean>;
  findUse(key: string): Promise<UsedOnce | undefined>;
}
