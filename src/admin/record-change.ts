import type { Change } from '../model/change-set.js';
import type { AuditEntry, Deps } from '../model/deps.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import type { AuditEventType } from '../model/log/audit-event.js';
import type { AdminCaller } from './admin-caller.js';

/** An event for the audit log. `detail` must not contain secrets. */
export type AdminEvent = Pick<
  AuditEntry,
  'resource' | 'resourceId' | 'userId' | 'clientId' | 'sessionId' | 'detail'
> & {
  readonly type: AuditEventType;
};

/**
 * Returns the change that stores an audit event. Commit it in the same change set as the change that the event
 * describes.
 */
export function eventOf(deps: Deps, caller: AdminCaller, event: AdminEvent): Change {
  return deps.audit.insertion({ ...event, actorKind: caller.kind, actorId: caller.id, ipAddress: caller.ipAddress });
}

/**
 * Compares two versions of a record for the audit log. Returns the names of all changed fields, but the values only of
 * fields that `shown` lists. `shown` must not list personal data, because the log is kept for longer than such data.
 */
export function differences<T extends object>(
  before: T,
  after: T,
  shown: readonly (keyof T & string)[],
): { changed: string[]; from: JsonObject; to: JsonObject } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof T & string)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const valuesOf = (view: T): JsonObject =>
    Object.fromEntries(
      changed.filter((name) => shown.includes(name)).map((name) => [name, (view[name] ?? null) as JsonValue]),
    );
  return { changed, from: valuesOf(before), to: valuesOf(after) };
}
