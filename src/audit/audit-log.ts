/*
 * Writes the audit log. This folder gives an entry its id, time and expiry, and decides whether it is written before the
 * response or in a batch after it. It knows nothing of what the events mean, nor of the readers of the log. It consists of
 * this file.
 */

import { orderedIds } from '../keys/secrets.js';
import type { Config } from '../model/config.js';
import type { Audit, AuditEntry, Clock, Log, Random } from '../model/deps.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import type { Store } from '../model/store.js';
import { secondsAfter } from '../model/time.js';

type AuditDeps = { config: Config; store: Pick<Store, 'auditEvents'>; clock: Clock; random: Random; log: Log };

/** The audit log, and the queue of events that may be written after the response. */
export interface QueuedAudit extends Audit {
  /** Writes the queued events. Called at intervals and before the process stops. */
  flush(): Promise<void>;
}

/** A longer queue is written at once. */
const MAX_QUEUED_EVENTS = 200;

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
    record: (entry) => deps.store.auditEvents.insertMany([makeEvent(deps, nextId(), entry)]),
    recordLater: (entry) => {
      queue.push(makeEvent(deps, nextId(), entry));
      if (queue.length >= MAX_QUEUED_EVENTS) void flush();
    },
    flush,
  };
}

function makeEvent(deps: AuditDeps, id: string, { detail, outcome, ...entry }: AuditEntry): AuditEvent {
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
