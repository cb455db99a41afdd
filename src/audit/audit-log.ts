import { orderedIds } from '../keys/secrets.js';
import type { Config } from '../model/config.js';
import type { Audit, AuditEntry, Clock, Log, Random } from '../model/deps.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import type { Store } from '../model/store.js';
import { secondsAfter } from '../model/time.js';

type AuditDeps = { config: Config; store: Pick<Store, 'auditEvents'>; clock: Clock; random: Random; log: Log };

/** The audit log, with its queue of what may be written behind the answer. */
export interface QueuedAudit extends Audit {
  /** Writes what is queued; called in intervals and before the process stops. */
  flush(): Promise<void>;
}

/** At most so many events wait; beyond that they are written at once. */
const QUEUE_LENGTH = 200;

export function makeAudit(deps: AuditDeps): QueuedAudit {
  let queue: AuditEvent[] = [];
  const nextId = orderedIds(deps.clock, deps.random);
  const flush = async () => {
    if (queue.length === 0) return;
    const batch = queue;
    queue = [];
    await deps.store.auditEvents.insertMany(batch).catch((error: unknown) => {
      deps.log.error({ err: error, events: batch.length }, 'audit events were not written');
    });
  };
  return {
    record: (entry) => deps.store.auditEvents.insertMany([eventOf(deps, nextId(), entry)]),
    recordLater: (entry) => {
      queue.push(eventOf(deps, nextId(), entry));
      if (queue.length >= QUEUE_LENGTH) void flush();
    },
    flush,
  };
}

function eventOf(deps: AuditDeps, id: string, { detail, outcome, ...entry }: AuditEntry): AuditEvent {
  const at = deps.clock.now();
  return {
    ...entry,
    id,
    at,
    outcome: outcome ?? 'SUCCESS',
    detail: detail ?? {},
    expiresAt: secondsAfter(at, deps.config.auditRetention),
  };
}
