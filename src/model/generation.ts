/**
 * Compares the generation that a record stores with the generation of a client, group or issuer. If they differ, the
 * record belongs to a deleted client, group or issuer that had the same id. Returns `false` if either is `undefined`.
 */
export function isSameGeneration(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}
