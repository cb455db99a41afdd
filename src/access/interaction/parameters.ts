/** Decoded parameters of a query or a form, in their order, repeated ones included. */
export type ParameterEntries = Iterable<readonly [name: string, value: string]>;

/** The parameters that an endpoint knows. Unknown ones are left out. */
export interface Parameters<Single extends string, Repeatable extends string = never> {
  readonly single: { readonly [name in Single]?: string };
  readonly repeated: { readonly [name in Repeatable]?: string[] };
  /** Names that occur more than once and must not. */
  readonly duplicates: readonly Single[];
}

/** No honest client names more resources; further values are ignored. */
const MAX_REPEATED = 50;

/**
 * RFC 6749 §3.1, §3.2: unrecognized parameters are ignored, a parameter without a value is treated as omitted, and
 * parameters MUST NOT be included more than once, except those in `repeatable`.
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
