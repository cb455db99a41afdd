import type { AdminClient } from '../client/admin-client.js';
import type { Path } from '../configuration/read-configuration.js';

/** The values that all steps of a plan share while they run. */
export interface StepContext {
  readonly admin: AdminClient;
  /**
   * Maps `usernameKey(username)` to the id of the user. A step that creates a user adds an entry, because later steps
   * need the id of the new user.
   */
  readonly userIds: Map<string, string>;
  /** Stores or prints the secret of a new client. */
  readonly keepSecret: (clientId: string, secret: string) => Promise<void>;
}

export interface FieldChange {
  readonly name: string;
  /** The value of the field before the change. Absent if the step creates the record. */
  readonly from?: unknown;
  readonly to: unknown;
}

export interface Step {
  readonly verb: 'create' | 'update' | 'delete';
  /** The record that the step changes, for example `client notes`. */
  readonly subject: string;
  /** The path of the record in the configuration file. Absent if the step deletes the record. */
  readonly path?: Path;
  readonly fields?: readonly FieldChange[];
  readonly run: (context: StepContext) => Promise<unknown>;
}

/** A plan for all records, or for the records of one kind. `problems` are errors in the configuration file. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly deletions: readonly Step[];
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/**
 * Returns the fields in which an entry of the file differs from the server's record. Lists with the same entries in a
 * different order are equal.
 */
export function changedFields<E extends object>(
  current: object,
  entry: E,
): (FieldChange & { name: keyof E & string })[] {
  return Object.entries(entry)
    .filter(([, to]) => to !== undefined)
    .map(([name, to]) => ({ name: name as keyof E & string, from: (current as Record<string, unknown>)[name], to }))
    .filter(({ from, to }) => canonical(from) !== canonical(to));
}

/**
 * Returns the changes to show for a changed field: the members that differ if both values are objects, otherwise the
 * field itself.
 */
export function shownChanges(field: FieldChange): FieldChange[] {
  const { name, from, to } = field;
  if (!isObject(from) || !isObject(to)) return [field];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((member) => ({ name: `${name}.${member}`, from: from[member], to: to[member] }))
    .filter((member) => canonical(member.from) !== canonical(member.to));
}

/**
 * Returns the fields that the output shows for a new record. The id and the username are left out, because `subject`
 * already contains them.
 */
export function givenFields(entry: object): FieldChange[] {
  return Object.entries(entry)
    .filter(([name, to]) => to != null && name !== 'id' && name !== 'username')
    .map(([name, to]) => ({ name, to }));
}

/** Returns an object with the new value of each field. Use it as the input of an update mutation. */
export function valuesOf(fields: readonly FieldChange[]): object {
  return Object.fromEntries(fields.map(({ name, to }) => [name, to]));
}

function canonical(value: unknown): string {
  return JSON.stringify(isTextList(value) ? [...new Set(value)].toSorted() : sorted(value ?? null));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/**
 * Sorts the keys of all objects in a value. Equal values then have the same JSON text, so the texts can be compared.
 */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
