/*
 * This folder reads the audit log for the API and for webhooks. It writes nothing: events are written by `audit`. The
 * rule that makes following the log safe is `settledOnly`.
 */

import type { Deps } from '../../model/deps.js';
import { everyItem } from '../../model/every-record.js';
import type { AuditEvent, AuditEventFilter } from '../../model/log/audit-event.js';
import type { Page } from '../../model/record-store.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { type PageInput, readPage } from '../page-read.js';

/** Until then a slower process may still write an earlier event. */
const SETTLED_AFTER_SECONDS = 5;

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** A page of the audit log. Oldest first, no event is ever added before a cursor that was returned. */
export async function readAuditLog(
  deps: Deps,
  caller: AdminCaller,
  input: PageInput & { readonly order: AuditOrder; readonly filter: AuditEventFilter },
): Promise<{ page: Page<AuditEvent>; count: () => Promise<number> }> {
  checkPermission(caller, 'audit:read');
  const filter = input.order === 'NEWEST_FIRST' ? input.filter : settledOnly(deps, input.filter);
  const page = await readPage(input, (request) => deps.store.auditEvents.page(request, input.order, filter));
  return { page, count: () => deps.store.auditEvents.count(filter) };
}

/** Excludes events whose place in the order may still change. */
function settledOnly({ clock }: Deps, filter: AuditEventFilter): AuditEventFilter {
  const last = secondsAfter(clock.now(), -SETTLED_AFTER_SECONDS);
  return { ...filter, to: filter.to === undefined ? last : earlier(filter.to, last) };
}

/** Reads the log from an instant, or from a cursor after it, to the last event whose place in the order is final. */
export function followAuditLog(deps: Deps, from: Date, cursor: string | undefined) {
  return everyItem(
    (request) => deps.store.auditEvents.page(request, 'OLDEST_FIRST', settledOnly(deps, { from })),
    cursor,
  );
}
