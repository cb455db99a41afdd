/** Values that are accepted only once: `jti` of assertions and request objects, `request_uri`. */
export interface UsedOnceStore {
  /** Of several calls with one key exactly one returns `true`. `key` is a digest of the value and its kind. */
  take(key: string, expiresAt: Date): Promise<boolean>;
}
