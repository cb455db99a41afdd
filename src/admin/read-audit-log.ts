import type { AuditEvent, AuditEventFilter } from '../model/audit-event.js';
import type { Deps } from '../model/deps.js';
import type { Page } from '../model/record-store.js';
import { earlier, secondsAfter } from '../model/time.js';
import type { AdminCaller } from './admin-caller.js';
import { requirePermission } from './authorization.js';
import { type PageInput, readPage } from './read-page.js';

/** Seconds after which an event has its place for good: until then a slower process may write an older one. */
const SETTLED = 5;

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** The log, newest first; or oldest first, where nothing ever appears before a cursor that was seen. */
export const readAuditLog = async (
  deps: Deps,
  caller: AdminCaller,
  input: PageInput & { readonly order: AuditOrder; readonly filter: AuditEventFilter },
): Promise<{ page: Page<AuditEvent>; count: () => Promise<number> }> => {
  requirePermission(caller, 'audit:read');
  const settled = secondsAfter(deps.clock.now(), -SETTLED);
  const { to } = input.filter;
  const filter: AuditEventFilter =
    input.order === 'NEWEST_FIRST'
      ? input.filter
      : { ...input.filter, to: to === undefined ? settled : earlier(to, settled) };
  const page = await readPage(input, (request) => deps.store.auditEvents.page(request, input.order, filter));
  return { page, count: () => deps.store.auditEvents.count(filter) };
};
