import { registerEnumType } from 'type-graphql';
import type { Choices } from '../admin/value-type.js';

/**
 * Registers a GraphQL enum. The API shows the names from the table, and resolvers receive the values that are stored.
 */
export function defineEnum<V extends string>(
  name: string,
  description: string,
  values: Choices<V>['values'],
): Record<string, V> {
  const entries = Object.entries(values) as [V, Choices<V>['values'][V]][];
  const definition = Object.fromEntries(entries.map(([value, [key]]) => [key, value])) as Record<string, V>;
  registerEnumType(definition, {
    name,
    description,
    valuesConfig: Object.fromEntries(entries.map(([, [key, text]]) => [key, { description: text }])),
  });
  return definition;
}

const definedEnums = new Map<Choices, Record<string, string>>();

/**
 * Returns the GraphQL enum for the choices. Registers the enum on the first call only, because several fields can use
 * it.
 */
export function enumOf(choices: Choices): Record<string, string> {
  const defined = definedEnums.get(choices) ?? defineEnum(choices.name, choices.description, choices.values);
  definedEnums.set(choices, defined);
  return defined;
}
