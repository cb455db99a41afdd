/**
 * A secret as it is stored: encrypted, naming its key, and readable only in the place it was sealed for.
 * Not a string, so that it is never sent or compared by mistake.
 */
export interface SealedSecret {
  readonly sealed: string;
}

/** The record and field that a sealed value belongs to: moved elsewhere, it does not open. */
export interface SealPlace {
  readonly record: string;
  readonly field: string;
}
