import type { AdminClient } from '../client/admin-client.js';
import type { Path } from '../configuration/read-configuration.js';

/** The values that all steps of a run share. */
export interface StepContext {
  readonly admin: AdminClient;
  /** User ids by `usernameKey`. A step that creates a user adds it. */
  readonly userIds: Map<string, string>;
  /** Stores or prints the secret of a new client. */
  readonly keepSecret: (clientId: string, secret: string) => Promise<void>;
}

export interface FieldChange {
  readonly name: string;
  /** Omitted if the record is new. */
  readonly from?: unknown;
  readonly to: unknown;
}

export interface Step {
  readonly verb: 'create' | 'update' | 'delete';
  /** The record, such as `client notes`. */
  readonly subject: string;
  /** The entry in the file. A deletion has none. */
  readonly path?: Path;
  readonly fields?: readonly FieldChange[];
  readonly run: (context: StepContext) => Promise<unknown>;
}

/** A plan or a part of one: the steps that create and update, those that delete, and the errors in the file. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly deletions: readonly Step[];
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** The members of the entry that differ from the record. The order of a list does not matter. */
export function changedFields<E extends object>(
  current: object,
  entry: E,
): (FieldChange & { name: keyof E & string })[] {
  return Object.entries(entry)
    .filter(([, to]) => to !== undefined)
    .map(([name, to]) => ({ name: name as keyof E & string, from: (current as Record<string, unknown>)[name], to }))
    .filter(({ from, to }) => canonical(from) !== canonical(to));
}

/** All members of a new entry, except its id or username, which `subject` has. */
export function givenFields(entry: object): FieldChange[] {
  return Object.entries(entry)
    .filter(([name, to]) => to != null && name !== 'id' && name !== 'username')
    .map(([name, to]) => ({ name, to }));
}

/** The new values, as the input of an update. */
export function valuesOf(fields: readonly FieldChange[]): object {
  return Object.fromEntries(fields.map(({ name, to }) => [name, to]));
}

function canonical(value: unknown): string {
  return JSON.stringify(isTextList(value) ? [...new Set(value)].toSorted() : sorted(value ?? null));
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The value with the members of its objects sorted by name. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
