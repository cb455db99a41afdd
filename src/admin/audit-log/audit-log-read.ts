/*
 * This folder reads the audit log for the API and for webhooks. It writes nothing; `src/audit` writes the events. To
 * understand this folder, read `settledOnly` first. It withholds the newest events, so that a program that reads the
 * log continuously misses none.
 */

import type { Deps } from '../../model/deps.js';
import { everyItem } from '../../model/every-record.js';
import type { AuditEvent, AuditEventFilter } from '../../model/log/audit-event.js';
import type { Page } from '../../model/record-store.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { type PageInput, readPage } from '../page-read.js';

/**
 * The age that an event must have before the server gives it to programs that read the log continuously. A slow process
 * may write an event up to this long after the time of the event, and these programs would miss it.
 */
const SETTLED_AFTER_SECONDS = 5;

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/**
 * Reads a page of the audit log. With `OLDEST_FIRST`, the newest events are withheld, so no event can later appear
 * before the position of a cursor that the server has returned.
 */
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

/** Excludes the events of the last seconds, because a slow process may still write an event with an earlier time. */
function settledOnly({ clock }: Deps, filter: AuditEventFilter): AuditEventFilter {
  const last = secondsAfter(clock.now(), -SETTLED_AFTER_SECONDS);
  return { ...filter, to: filter.to === undefined ? last : earlier(filter.to, last) };
}

/**
 * Reads the audit log with the oldest event first. Starts after the cursor, or at the time `from` if there is no
 * cursor.
 */
export function followAuditLog(deps: Deps, from: Date, cursor: string | undefined) {
  return everyItem(
    (request) => deps.store.auditEvents.page(request, 'OLDEST_FIRST', settledOnly(deps, { from })),
    cursor,
  );
}
