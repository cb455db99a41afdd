/*
 * This folder reads the audit log for the API and for webhooks. It writes nothing; `src/audit` writes the events. Read
 * `settledOnly` first: because of its rule, a reader who follows the log misses no event.
 */

import type { Deps } from '../../model/deps.js';
import { everyItem } from '../../model/every-record.js';
import type { AuditEvent, AuditEventFilter } from '../../model/log/audit-event.js';
import type { Page } from '../../model/record-store.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { type PageInput, readPage } from '../page-read.js';

/** A slow process may write an event this many seconds late, when later events are already in the log. */
const SETTLED_AFTER_SECONDS = 5;

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** Reads a page of the audit log. With the oldest event first, no event is ever added before a returned cursor. */
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

/** Excludes the latest events, because an earlier event may still be written before them. */
function settledOnly({ clock }: Deps, filter: AuditEventFilter): AuditEventFilter {
  const last = secondsAfter(clock.now(), -SETTLED_AFTER_SECONDS);
  return { ...filter, to: filter.to === undefined ? last : earlier(filter.to, last) };
}

/** Reads the log with the oldest event first, starting after the cursor if there is one, and otherwise at `from`. */
export function followAuditLog(deps: Deps, from: Date, cursor: string | undefined) {
  return everyItem(
    (request) => deps.store.auditEvents.page(request, 'OLDEST_FIRST', settledOnly(deps, { from })),
    cursor,
  );
}
