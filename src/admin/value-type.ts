import { z } from 'zod';
import type { JsonObject } from '../model/json.js';
import { linkProblem, webUrlProblem } from './clients/client-uris.js';
import { distinct, line } from './input-parser.js';

/** An enum of the API. For each stored value, `values` has the name and the description that the API shows. */
export interface Choices<V extends string = string> {
  readonly name: string;
  readonly description: string;
  readonly values: Readonly<Record<V, readonly [name: string, description: string]>>;
}

/** An object of the API, as a part of a setting. */
export interface ObjectShape {
  /** The name of the object in the schema. The name of the input is the same, followed by `Input`. */
  readonly name: string;
  readonly description: string;
  readonly members: Readonly<Record<string, Member>>;
}

/** A member of an object. A member that is not required has a default. */
export interface Member {
  readonly type: ValueType;
  readonly description: string;
  readonly default?: unknown;
}

/**
 * The type of a client setting or profile field. The GraphQL types, the input checks and the configuration file are
 * derived from this type.
 */
export interface ValueType<T = unknown> {
  /**
   * The kind of the value or, in a list, of each entry. `line` is one line of text without white space at either end.
   */
  readonly kind: 'line' | 'text' | 'flag' | 'number' | 'json' | Choices | ObjectShape;
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

/** The type of a URL of a page or image. */
export const webUrlType: ValueType<string> = checkedTextType(webUrlProblem);

/** The type of a URL to which a page links. */
export const linkType: ValueType<string> = checkedTextType(linkProblem);

/** Makes the type of a text for which `problemOf` returns what is wrong, or `undefined` if nothing is. */
export function checkedTextType(problemOf: (text: string) => string | undefined): ValueType<string> {
  return textType(
    z.string().superRefine((text, context) => {
      const message = problemOf(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  );
}

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

/** Makes the type of an object. Members that the input omits get their defaults, so a stored object is complete. */
export function objectType<T extends object>(shape: ObjectShape): ValueType<T> {
  const members = Object.entries(shape.members).map(([name, { type, default: value }]) => [
    name,
    value === undefined ? type.schema : type.schema.nullish().transform((given) => given ?? value),
  ]);
  return single(shape, z.object(Object.fromEntries(members)) as unknown as z.ZodType<T, T>);
}

export function isChoices(kind: ValueType['kind']): kind is Choices {
  return typeof kind === 'object' && 'values' in kind;
}

/** Makes the type of a list from the type of its entries. Repeated entries are removed from the input. */
export function listType<T>(
  { kind, schema }: ValueType<T>,
  { canBeEmpty = true, max = MAX_ENTRIES }: { readonly canBeEmpty?: boolean; readonly max?: number } = {},
): ValueType<readonly T[]> {
  const list = z.array(schema).max(max, `must have at most ${max} entries`);
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
  const one = (entry: unknown) => (isChoices(kind) ? (kind.values[String(entry)]?.[0] ?? '') : String(entry));
  return Array.isArray(value) ? `[${value.map(one).join(', ')}]` : one(value);
}
