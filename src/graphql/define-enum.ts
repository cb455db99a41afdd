import { registerEnumType } from 'type-graphql';

/**
 * Makes an enum of the API out of values of the model: for each value its name in the API and what it means. A value
 * that is left out is a type error.
 */
export function defineEnum<V extends string>(
  name: string,
  description: string,
  values: Readonly<Record<V, readonly [name: string, description: string]>>,
): Record<string, V> {
  const entries = Object.entries(values) as [V, readonly [string, string]][];
  const definition = Object.fromEntries(entries.map(([value, [key]]) => [key, value])) as Record<string, V>;
  registerEnumType(definition, {
    name,
    description,
    valuesConfig: Object.fromEntries(entries.map(([, [key, text]]) => [key, { description: text }])),
  });
  return definition;
}
