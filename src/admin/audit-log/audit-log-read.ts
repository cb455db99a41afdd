/*
 * This folder reads the audit log for the API and for webhooks. It writes no events; `src/audit` does. The store gives
 * each event its sequence, which is the order of the log. To understand this folder, read `readAuditLog` first.
 */

import type { Deps } from '../../model/deps.js';
import { everyItem } from '../../model/every-record.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Page } from '../../model/record-store.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { type PageInput, readPage } from '../page-read.js';
import { type EventSearch, resolveEventSearch } from './event-search.js';

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/**
 * Reads a page of the audit log. `OLDEST_FIRST` lists only events that have a sequence, so no event can later appear
 * before the position of a cursor that the server has returned.
 */
export async function readAuditLog(
  deps: Deps,
  caller: AdminCaller,
  input: PageInput & { readonly order: AuditOrder; readonly search: EventSearch },
): Promise<{ page: Page<AuditEvent>; count: () => Promise<number>; isComplete: boolean }> {
  checkPermission(caller, 'audit:read');
  const { order, search } = input;
  const { filter, isComplete } = await resolveEventSearch(deps, caller, search);
  const page = await readPage(input, (request) => deps.store.auditEvents.page(request, order, filter));
  return { page, count: () => deps.store.auditEvents.count(filter), isComplete };
}

/**
 * Reads the audit log with the oldest event first. Starts after the cursor, or at the time `from` if there is no
 * cursor.
 */
export function followAuditLog(deps: Deps, from: Date, cursor: string | undefined) {
  const filter = cursor === undefined ? { from } : {};
  return everyItem((request) => deps.store.auditEvents.page(request, 'OLDEST_FIRST', filter), cursor);
}
