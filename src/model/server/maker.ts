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
   * The value of `Client.grantEpoch` when the key or link was made. Not checked if absent, as in records of version
   * 0.1.
   */
  readonly clientGrantEpoch?: number | undefined;
  /** The grant of the access token with which a user made an API key. */
  readonly grantId?: string | undefined;
  /**
   * The id of the API key with which this key or link was made. Its `userId` and `clientId` are then in this record.
   */
  readonly makerKeyId?: string | undefined;
  /** The `order` of the API key in `makerKeyId`, because a later API key may have the same id. */
  readonly makerKeyOrder?: string | undefined;
}
