import { sha256 } from '../keys/secrets.js';
import type { AuditEntry, Deps } from '../model/deps.js';
import { secondsAfter } from '../model/time.js';

/** The limits whose excess is written to the audit log. */
export type ReportedLimit = 'registrations' | 'accountChanges' | 'verificationMails' | 'sessions' | 'offlineGrants';

const EVENT_INTERVAL_SECONDS = 3600;

/**
 * Writes an audit entry about an exceeded limit. All processes together write at most one entry per hour for each limit
 * and `key`. Otherwise an attacker who exceeds a limit many times could fill the audit log.
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
