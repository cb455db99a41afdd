/**
 * Who made an API key or an enrolment link. The key or link is valid only while its maker still has the right to make
 * it. All members are absent if the maker was a command on the server or the key in BOOTSTRAP_API_KEY.
 */
export interface Maker {
  readonly userId?: string | undefined;
  /** The value of `User.keyEpoch` when the user made the key or link. Absent means 0, as in records of version 0.1. */
  readonly keyEpoch?: number | undefined;
  readonly clientId?: string | undefined;
  readonly clientGeneration?: string | undefined;
  /**
   * The value of `Client.grantEpoch` when the key or link was made. If it is absent, as in records of version 0.1, the
   * server does not check it.
   */
  readonly clientGrantEpoch?: number | undefined;
  /** The grant of the access token with which a user made an API key. */
  readonly grantId?: string | undefined;
  /**
   * The id of the API key that authenticated the request to make this key or link. `userId` and `clientId` are then the
   * values of that API key.
   */
  readonly makerKeyId?: string | undefined;
  /** The `order` of the API key in `makerKeyId`. It distinguishes this API key from a later one with the same id. */
  readonly makerKeyOrder?: string | undefined;
}
