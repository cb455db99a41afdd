import { z } from 'zod';
import type { JsonObject } from '../model/json.js';
import { linkProblem } from './clients/client-uris.js';
import { distinct, line } from './input-parser.js';

/** An enum of the API. For each stored value, `values` has the name and the description that the API shows. */
export interface Choices<V extends string = string> {
  readonly name: string;
  readonly description: string;
  readonly values: Readonly<Record<V, readonly [name: string, description: string]>>;
}

/**
 * The type of a client setting or profile field. The GraphQL types, the input checks and the configuration file are
 * derived from this type.
 */
export interface ValueType<T = unknown> {
  /**
   * The kind of the value or, in a list, of each entry. `line` is one line of text without white space at either end.
   */
  readonly kind: 'line' | 'text' | 'flag' | 'number' | 'json' | Choices;
  readonly isList: boolean;
  /** Whether an empty list is allowed. Has no effect if the value is not a list. */
  readonly canBeEmpty: boolean;
  readonly schema: z.ZodType<T, T>;
}

const MAX_ENTRIES = 200;

export function lineType(maxLength: number): ValueType<string> {
  return single('line', line(maxLength));
}

export function textType(schema: z.ZodType<string, string> = z.string()): ValueType<string> {
  return single('text', schema);
}

/** The type of a URL to which a page links, or of an image that a page shows. */
export const linkType: ValueType<string> = textType(
  z.string().superRefine((text, context) => {
    const message = linkProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
);

export const flagType: ValueType<boolean> = single('flag', z.boolean());

export function numberType(schema: z.ZodType<number, number>): ValueType<number> {
  return single('number', schema);
}

export function jsonType(schema: z.ZodType<JsonObject, JsonObject>): ValueType<JsonObject> {
  return single('json', schema);
}

export function choiceType<V extends string>(choices: Choices<V>): ValueType<V> {
  return single(choices, z.enum(Object.keys(choices.values) as V[]));
}

/** Makes the type of a list from the type of its entries. Repeated entries are removed from the input. */
export function listType<T>(
  { kind, schema }: ValueType<T>,
  { canBeEmpty = true }: { readonly canBeEmpty?: boolean } = {},
): ValueType<readonly T[]> {
  const list = z.array(schema).max(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} entries`);
  const checked = canBeEmpty ? list : list.min(1, 'must not be empty');
  return {
    kind,
    isList: true,
    canBeEmpty,
    schema: checked.transform(distinct) as unknown as ValueType<readonly T[]>['schema'],
  };
}

function single<T>(kind: ValueType['kind'], schema: z.ZodType<T, T>): ValueType<T> {
  return { kind, isList: false, canBeEmpty: false, schema };
}

/** Returns a value as the text that a GraphQL request contains, such as `[AUTHORIZATION_CODE, REFRESH_TOKEN]`. */
export function apiText({ kind }: ValueType, value: unknown): string {
  const one = (entry: unknown) => (typeof kind === 'object' ? (kind.values[String(entry)]?.[0] ?? '') : String(entry));
  return Array.isArray(value) ? `[${value.map(one).join(', ')}]` : one(value);
}
