import { hasPermission } from '../../access/administration/admin-permissions.js';
import type { Deps } from '../../model/deps.js';
import { AUDIT_EVENT_TYPES } from '../../model/log/audit-event.js';
import type { EventField, EventMatch } from '../../model/log/event-filter.js';
import type { Page } from '../../model/record-store.js';
import type { AdminPermission } from '../../model/server/administration.js';
import type { AdminCaller } from '../admin-caller.js';

/** The most users, clients, groups, and different values of one field of events, that a text can match. */
const MAX_MATCHES = 10;

/** The fields of which a text can be the beginning. */
const FIELDS = ['userId', 'actorId', 'clientId', 'sessionId', 'resourceId', 'ipAddress'] as const;

/**
 * Finds out which events a text matches, without reading events one by one: those of users, clients and groups that the
 * caller can read and that a search for the text finds, those with an id or IP address that begins with the text, and
 * those whose type contains it.
 */
export async function matchesOfText(
  deps: Pick<Deps, 'store'>,
  caller: AdminCaller,
  text: string,
): Promise<{ matches: EventMatch[]; isComplete: boolean }> {
  const [{ users, clients, groups }, values] = await Promise.all([namedIds(deps, caller, text), valuesOf(deps, text)]);
  const found: Record<EventField, readonly string[]> = {
    userId: [...users, ...values.userId],
    actorId: [...users, ...clients, ...values.actorId],
    clientId: [...clients, ...values.clientId],
    sessionId: values.sessionId,
    resourceId: [...users, ...clients, ...groups, ...values.resourceId],
    ipAddress: values.ipAddress,
    type: typesOf(text),
  };
  const matches = Object.entries(found).map(([field, ids]) => ({
    field: field as EventField,
    values: [...new Set(ids)],
  }));
  const lists = [users, clients, groups, ...Object.values(values)];
  return {
    matches: matches.filter(({ values }) => values.length > 0),
    isComplete: lists.every(({ length }) => length < MAX_MATCHES),
  };
}

async function namedIds({ store }: Pick<Deps, 'store'>, { permissions }: AdminCaller, text: string) {
  const idsOf = async (permission: AdminPermission, page: () => Promise<Page<{ readonly id: string }>>) =>
    hasPermission(permissions, permission) ? (await page()).items.map(({ record }) => record.id) : [];
  const first = { first: MAX_MATCHES };
  const [users, clients, groups] = await Promise.all([
    idsOf('users:read', () => store.users.page(first, { search: text })),
    idsOf('clients:read', () => store.clients.page(first, { search: text })),
    idsOf('groups:read', () => store.groups.page(first, { search: text })),
  ]);
  return { users, clients, groups };
}

async function valuesOf({ store }: Pick<Deps, 'store'>, text: string) {
  const found = await Promise.all(
    FIELDS.map(
      async (field) => [field, await store.auditEvents.valuesBeginningWith(field, text, MAX_MATCHES)] as const,
    ),
  );
  return Object.fromEntries(found) as Record<(typeof FIELDS)[number], string[]>;
}

/** `signed in` and `SIGNED_IN` match the type `SIGNED_IN`, and `refused` matches every type with this word. */
function typesOf(text: string): string[] {
  const name = text.toUpperCase().replaceAll(/[ .-]+/g, '_');
  return AUDIT_EVENT_TYPES.filter((type) => type.startsWith(name) || type.includes(`_${name}`));
}
