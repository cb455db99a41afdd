import { sha256 } from '../keys/secrets.js';
import type { AuditEntry, Deps } from '../model/deps.js';
import { secondsAfter } from '../model/time.js';

/** The limits whose excess is in the audit log. */
export type ReportedLimit = 'registrations' | 'accountChanges' | 'sessions' | 'offlineGrants';

const EVENT_INTERVAL_SECONDS = 3600;

/**
 * Writes an event about an exceeded limit, at most one per hour for the same limit and `key`, in all processes
 * together. An attacker could otherwise fill the audit log through the limit itself.
 */
export async function recordLimitExceeded(
  deps: Deps,
  limit: ReportedLimit,
  key: string,
  event: Omit<AuditEntry, 'type' | 'outcome'>,
): Promise<void> {
  const until = secondsAfter(deps.clock.now(), EVENT_INTERVAL_SECONDS);
  if (!(await deps.store.usedOnce.take(sha256(JSON.stringify(['limit', limit, key])), until))) return;
  await deps.audit.record({
    ...event,
    type: 'LIMIT_EXCEEDED',
    outcome: 'FAILURE',
    detail: { limit, ...event.detail },
  });
}
