/** Values that count once: `jti` of assertions and request objects, `request_uri`. */
export interface UsedOnceStore {
  /** Of several takers of one key exactly one answers `true`. `key` is a digest that names what is taken. */
  take(key: string, expiresAt: Date): Promise<boolean>;
}
