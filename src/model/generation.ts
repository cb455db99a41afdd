/**
 * Whether two generations, which are random values, are equal. If they are, a record belongs to this client, group or
 * issuer, and not to an earlier one with the same id. Returns `false` if either value is `undefined`.
 */
export function isSameGeneration(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}
