/** The decoded parameters from a query or form, in their original order and including repeated parameters. */
export type ParameterEntries = Iterable<readonly [name: string, value: string]>;

/** The parameters that an endpoint supports. All others are left out. */
export interface Parameters<Single extends string, Repeatable extends string = never> {
  readonly single: { readonly [name in Single]?: string };
  readonly repeated: { readonly [name in Repeatable]?: string[] };
  /** The names of parameters that were repeated although they must not be. */
  readonly duplicates: readonly Single[];
}

/** A limit against abuse. No real client sends as many values, and further values are ignored. */
const MAX_REPEATED = 50;

/**
 * RFC 6749 §3.1 and §3.2: the server ignores unknown parameters and treats a parameter without a value as omitted. A
 * client must not repeat a parameter, except those in `repeatable`.
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
