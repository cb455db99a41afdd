/**
 * A stored secret: encrypted, with the id of its key, and readable only in the place that it was sealed for. It is not a
 * string, so that no code sends or compares it by mistake.
 */
export interface SealedSecret {
  readonly sealed: string;
}

/** The record and field of a sealed value. In another place it cannot be decrypted. */
export interface SealPlace {
  readonly record: string;
  readonly field: string;
}
