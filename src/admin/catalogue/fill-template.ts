import { z } from 'zod';
import { invalid } from '../input-parser.js';
import type { ApplicationTemplate, TemplateField } from './application-template.js';

/** The values of the placeholders of a template, by the name in `{{name}}`. */
export type TemplateValues = Readonly<Record<string, string>>;

/**
 * The placeholders that every template may use, besides its own fields. `host` is the host of `url` with its port, and
 * `hostname` the host without it. `issuer_host` is the host of the issuer.
 */
export const KNOWN_PLACEHOLDERS = ['host', 'hostname', 'issuer', 'issuer_host', 'client_id', 'client_secret'] as const;

const PLACEHOLDER = /\{\{([a-z_]+)\}\}/g;

export function placeholdersIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** Replaces the placeholders in every text of a value. Placeholders without a value stay. */
export function fill<T>(value: T, values: TemplateValues): T {
  return map(value, (text) =>
    text.replace(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole)),
  ) as T;
}

function map(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => map(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, map(one, change)]));
}

/**
 * A text that is pasted into configuration files of many languages. Quotation marks and line ends would change their
 * meaning.
 */
const fieldText = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N} ._~@:/-]{1,200}$/u, 'must be 1 to 200 letters, digits, spaces and the characters . _ ~ @ : / -');

/** Checks the values that an administrator gives to the fields of a template, and adds the defaults of the fields. */
export function parseFieldValues(
  template: ApplicationTemplate,
  given: readonly { readonly name: string; readonly value: string }[],
): TemplateValues {
  const { name: title, fields } = template;
  const inHosts = fieldsInHosts(template);
  for (const [index, { name }] of given.entries()) {
    if (fields.some((field) => field.name === name)) continue;
    const names = fields.map((field) => field.name).join(', ');
    throw invalid(`values.${index}.name`, `must be a field of the template. ${title} has these fields: ${names}`);
  }
  const values = fields.map((field) => [field.name, valueOfField(field, given, inHosts)] as const);
  return Object.fromEntries(values.flatMap(([name, value]) => expand(name, value)));
}

function valueOfField(
  field: TemplateField,
  given: readonly { readonly name: string; readonly value: string }[],
  inHosts: ReadonlySet<string>,
): string {
  const index = given.findLastIndex(({ name }) => name === field.name);
  const value = given[index]?.value ?? field.default;
  if (value === null) throw invalid('values', `must contain the field ${field.name}: ${field.label}`);
  const type = field.name === 'url' ? baseUrl : inHosts.has(field.name) ? hostLabel : fieldText;
  const result = type.safeParse(value);
  if (result.success) return result.data;
  throw invalid(`values.${index}.value`, `is not right for ${field.name}: ${result.error.issues[0]?.message ?? ''}`);
}

/** The part of a URI that contains its host, from the first slashes or the URL of the application to its path. */
const AUTHORITY = /(?:\/\/|\{\{url\}\})[^/?#\s]*/g;

/** The fields of a template that stand in the host of a URI. Their values must not lead to another host. */
function fieldsInHosts({ client, settings, files, roles }: ApplicationTemplate): ReadonlySet<string> {
  const authorities = JSON.stringify([client, settings, files, roles]).match(AUTHORITY) ?? [];
  return new Set(authorities.flatMap(placeholdersIn));
}

const hostLabel = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    'it must be one part of a host name, which has only letters, digits and hyphens',
  );

/** The URL of an application, without a slash at its end. */
const baseUrl = z
  .string()
  .trim()
  .regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~/-]*)?$/, 'it must be an http or https URL without a query')
  .refine((text) => URL.canParse(text), 'it must be an http or https URL without a query')
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

function expand(name: string, value: string): [string, string][] {
  if (name !== 'url') return [[name, value]];
  const { host, hostname } = new URL(value);
  return [
    [name, value],
    ['host', host],
    ['hostname', hostname],
  ];
}
