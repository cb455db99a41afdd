/**
 * An encrypted secret, together with the id of the key that encrypted it. It is an object and not a string, so that no
 * code sends it or compares it by mistake.
 */
export interface SealedSecret {
  readonly sealed: string;
}

/**
 * The record and field in which an encrypted secret is stored. A secret that was copied to another record or field
 * cannot be decrypted there.
 */
export interface SealPlace {
  readonly record: string;
  readonly field: string;
}
