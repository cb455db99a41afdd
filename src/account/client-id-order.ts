/** Merges lists of client ids that the database returned in order, without duplicates. */
export function mergeIds(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort(byCodePoints);
}

/** Compares texts as both databases do. */
function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
