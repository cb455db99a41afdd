/** The decoded parameters of a query or form, in their original order. A repeated parameter occurs several times. */
export type ParameterEntries = Iterable<readonly [name: string, value: string]>;

/** The parameters of a request that the endpoint supports, without unknown parameters. */
export interface Parameters<Single extends string, Repeatable extends string = never> {
  readonly single: { readonly [name in Single]?: string };
  readonly repeated: { readonly [name in Repeatable]?: string[] };
  /** The names of the parameters that the client repeated, although they must not be repeated. */
  readonly duplicates: readonly Single[];
}

/**
 * The maximum number of values that the server reads from a repeated parameter. Only an attacker would send more
 * values.
 */
const MAX_REPEATED = 50;

/**
 * Reads the parameters of a request. RFC 6749 §3.1 and §3.2: unknown parameters are ignored, and a parameter without a
 * value is treated as omitted. Only the parameters in `repeatable` may be repeated.
 */
export function readParameters<Single extends string, Repeatable extends string = never>(
  entries: ParameterEntries,
  names: readonly Single[],
  repeatable: readonly Repeatable[] = [],
): Parameters<Single, Repeatable> {
  const single: { [name in Single]?: string } = {};
  const repeated: { [name in Repeatable]?: string[] } = {};
  const duplicates = new Set<Single>();
  for (const [name, value] of entries) {
    const one = names.find((known) => known === name);
    const many = repeatable.find((known) => known === name);
    if (value === '') continue;
    if (many !== undefined) {
      const values = repeated[many] ?? [];
      if (values.length < MAX_REPEATED) values.push(value);
      repeated[many] = values;
    }
    if (one === undefined) continue;
    if (single[one] === undefined) single[one] = value;
    else duplicates.add(one);
  }
  return { single, repeated, duplicates: [...duplicates] };
}
