import { isChoices, type ObjectShape, type ValueType } from '../value-type.js';

/**
 * Returns a value of the API as it is stored: the names of enums become the stored values, also inside lists and
 * objects. Unknown names and members stay as they are, so that the checks of the input reject them.
 */
export function toStoredValue({ kind }: ValueType, value: unknown): unknown {
  if (typeof kind !== 'object') return value;
  const one = (entry: unknown) => (isChoices(kind) ? storedName(kind.values, entry) : storedObject(kind, entry));
  return Array.isArray(value) ? value.map(one) : one(value);
}

function storedName(values: Readonly<Record<string, readonly [name: string, description: string]>>, name: unknown) {
  return Object.keys(values).find((stored) => values[stored]?.[0] === name) ?? name;
}

function storedObject({ members }: ObjectShape, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => {
    const type = Object.hasOwn(members, name) ? members[name]?.type : undefined;
    return [name, type === undefined ? member : toStoredValue(type, member)] as const;
  });
  return Object.fromEntries(entries);
}
