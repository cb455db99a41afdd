/**
 * Who made an API key or an enrolment link. Both are valid only as long as their maker could still make them. All
 * members are absent if the maker was a command on the server or the key in BOOTSTRAP_API_KEY.
 */
export interface Maker {
  readonly userId?: string | undefined;
  /** The value of `User.keyEpoch` at that time. Absent in records of version 0.1, when the value was 0. */
  readonly keyEpoch?: number | undefined;
  readonly clientId?: string | undefined;
  readonly clientGeneration?: string | undefined;
  /** The value of `Client.grantEpoch` at that time. Absent in records of version 0.1, for which it is not checked. */
  readonly clientGrantEpoch?: number | undefined;
  /** The grant of the access token with which a user made an API key. */
  readonly grantId?: string | undefined;
  /** The API key that was the maker. Its user, client and grant are then those of this key. */
  readonly makerKeyId?: string | undefined;
  /** The member `order` of that API key, because a later key may have the same id. */
  readonly makerKeyOrder?: string | undefined;
}
