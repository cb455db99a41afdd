import type { Deps } from '../../model/deps.js';
import { everyItem } from '../../model/every-record.js';
import type { AuditEvent, AuditEventFilter } from '../../model/log/audit-event.js';
import type { Page } from '../../model/record-store.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission } from '../authorization.js';
import { type PageInput, readPage } from '../read-page.js';

/** Seconds after which an event has its place for good: until then a slower process may write an older one. */
const SETTLED = 5;

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** The log, newest first; or oldest first, where nothing ever appears before a cursor that was seen. */
export async function readAuditLog(
  deps: Deps,
  caller: AdminCaller,
  input: PageInput & { readonly order: AuditOrder; readonly filter: AuditEventFilter },
): Promise<{ page: Page<AuditEvent>; count: () => Promise<number> }> {
  requirePermission(caller, 'audit:read');
  const filter = input.order === 'NEWEST_FIRST' ? input.filter : settled(deps, input.filter);
  const page = await readPage(input, (request) => deps.store.auditEvents.page(request, input.order, filter));
  return { page, count: () => deps.store.auditEvents.count(filter) };
}

/** Of the events that are asked for, those that have their place for good. */
function settled({ clock }: Deps, filter: AuditEventFilter): AuditEventFilter {
  const last = secondsAfter(clock.now(), -SETTLED);
  return { ...filter, to: filter.to === undefined ? last : earlier(filter.to, last) };
}

/** Follows the log from an instant, or from a cursor behind it, to the last event that has its place for good. */
export function followAuditLog(deps: Deps, from: Date, cursor: string | undefined) {
  return everyItem((request) => deps.store.auditEvents.page(request, 'OLDEST_FIRST', settled(deps, { from })), cursor);
}
