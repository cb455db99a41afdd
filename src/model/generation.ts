/**
 * Whether a record belongs to this very client, group or issuer, and not to an earlier one that had the same id. False if
 * either side is missing: a record without a generation belongs to nothing.
 */
export function isSameGeneration(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}
