/**
 * An encrypted secret, together with the id of the key that encrypted it. It is an object and not a string, so that the
 * compiler rejects code that sends it or compares it by mistake.
 */
export interface SealedSecret {
  readonly sealed: string;
}

/**
 * The record and field in which an encrypted secret is stored. Decryption fails if the secret was encrypted for another
 * record or field, so an attacker cannot use a secret by copying it there.
 */
export interface SealPlace {
  readonly record: string;
  readonly field: string;
}
