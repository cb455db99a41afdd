import type { AdminClient } from '../client/admin-client.js';
import type { Path } from '../configuration/read-configuration.js';

/** What all steps share while they run. */
export interface StepContext {
  readonly admin: AdminClient;
  /** The key is `usernameKey(username)`, the value the id. A step that creates a user adds an entry. */
  readonly userIds: Map<string, string>;
  /** Called with the secret of each new client, to store or print it. */
  readonly keepSecret: (clientId: string, secret: string) => Promise<void>;
}

export interface FieldChange {
  readonly name: string;
  /** The value before the change. Absent if the record is new. */
  readonly from?: unknown;
  readonly to: unknown;
}

export interface Step {
  readonly verb: 'create' | 'update' | 'delete';
  /** Names the record for people, for example `client notes`. */
  readonly subject: string;
  /** Where the record is described in the file. Absent for a deletion. */
  readonly path?: Path;
  readonly fields?: readonly FieldChange[];
  readonly run: (context: StepContext) => Promise<unknown>;
}

/** A complete plan, or the part of a plan that concerns one kind of record. `problems` are errors in the file. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly deletions: readonly Step[];
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** Returns the fields of the entry that differ from the record. The order of entries in a list makes no difference. */
export function changedFields<E extends object>(
  current: object,
  entry: E,
): (FieldChange & { name: keyof E & string })[] {
  return Object.entries(entry)
    .filter(([, to]) => to !== undefined)
    .map(([name, to]) => ({ name: name as keyof E & string, from: (current as Record<string, unknown>)[name], to }))
    .filter(({ from, to }) => canonical(from) !== canonical(to));
}

/** Returns all fields of a new entry, except its id or username, which the `subject` of the step already shows. */
export function givenFields(entry: object): FieldChange[] {
  return Object.entries(entry)
    .filter(([name, to]) => to != null && name !== 'id' && name !== 'username')
    .map(([name, to]) => ({ name, to }));
}

/** Returns the new values in the form that the input of an update has. */
export function valuesOf(fields: readonly FieldChange[]): object {
  return Object.fromEntries(fields.map(({ name, to }) => [name, to]));
}

function canonical(value: unknown): string {
  return JSON.stringify(isTextList(value) ? [...new Set(value)].toSorted() : sorted(value ?? null));
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Sorts the keys of all objects in a value, so that equal values have the same text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
