import { registerEnumType } from 'type-graphql';
import type { Choices } from '../admin/value-type.js';

/** Registers an enum whose values are those of the model under the names that they have in the API. */
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

/** The enum of the choices, which is registered once however many fields use it. */
export function enumOf(choices: Choices): Record<string, string> {
  const defined = definedEnums.get(choices) ?? defineEnum(choices.name, choices.description, choices.values);
  definedEnums.set(choices, defined);
  return defined;
}
