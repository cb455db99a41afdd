/**
 * Whether the generation that a record stores is the generation of a client, group or issuer. If not, the record
 * belongs to a deleted client, group or issuer that had the same id. Returns `false` if either value is `undefined`.
 */
export function isSameGeneration(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}
