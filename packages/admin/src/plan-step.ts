import type { AdminClient } from './admin-client.js';
import type { Path } from './read-configuration.js';

/** What the steps of a plan share while they are taken. */
export interface Taking {
  readonly admin: AdminClient;
  /** Ids of users by `usernameKey`; who is made is added. */
  readonly userIds: Map<string, string>;
  /** Takes the secret of a new client. */
  readonly keepSecret: (clientId: string, secret: string) => Promise<void>;
}

export interface FieldChange {
  readonly name: string;
  /** Left out where something is made. */
  readonly from?: unknown;
  readonly to: unknown;
}

export interface Step {
  readonly verb: 'create' | 'update' | 'delete';
  /** `client notes` */
  readonly what: string;
  /** Where in the file it is said; deletions are said by what is not there. */
  readonly path?: Path;
  readonly fields?: readonly FieldChange[];
  readonly take: (taking: Taking) => Promise<unknown>;
}

/** A plan, or part of it: steps that make and change, steps that delete, and what cannot be planned. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly deletions: readonly Step[];
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** The members that are given, and not as they are. The order of a list means nothing. */
export function changedFields<E extends object>(
  current: object,
  entry: E,
): (FieldChange & { name: keyof E & string })[] {
  return Object.entries(entry)
    .filter(([, to]) => to !== undefined)
    .map(([name, to]) => ({ name: name as keyof E & string, from: (current as Record<string, unknown>)[name], to }))
    .filter(({ from, to }) => canonical(from) !== canonical(to));
}

/** Each member that is given, as what a new entry is made with; what it is found by is said beside them. */
export function givenFields(entry: object): FieldChange[] {
  return Object.entries(entry)
    .filter(([name, to]) => to != null && name !== 'id' && name !== 'username')
    .map(([name, to]) => ({ name, to }));
}

/** Of these members the values that an update sends. */
export function valuesOf(fields: readonly FieldChange[]): object {
  return Object.fromEntries(fields.map(({ name, to }) => [name, to]));
}

function canonical(value: unknown): string {
  return JSON.stringify(isTextList(value) ? [...new Set(value)].toSorted() : sorted(value ?? null));
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** With the members of objects in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
