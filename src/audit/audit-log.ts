/*
 * This folder writes the audit log. It gives each event its id, time and expiry, and stores the event either before the
 * response is sent or in a batch afterwards. It does not know what the events mean or who reads them.
 */

import { orderedIds } from '../keys/secrets.js';
import { insertion } from '../model/change-set.js';
import type { Config } from '../model/config.js';
import type { Audit, AuditEntry, Clock, Log, Random } from '../model/deps.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import { personalPaths } from '../model/log/personal-values.js';
import type { Store } from '../model/store.js';
import { secondsAfter } from '../model/time.js';
import { makeRefusalLimit } from './refusal-limit.js';

type AuditDeps = { config: Config; store: Pick<Store, 'auditEvents'>; clock: Clock; random: Random; log: Log };

/** An audit log that can also store events after the response. Until `flush` or `stop` is called, it keeps them in memory. */
export interface QueuedAudit extends Audit {
  /** Stores the events that are kept in memory. Runs at intervals. */
  flush(): Promise<void>;
  /**
   * Stores all events before the process ends. Unlike `flush`, also stores the numbers of refusals whose minute is not
   * over.
   */
  stop(): Promise<void>;
}

/** As soon as this many events wait in memory, the audit log stores them at once, before the next interval. */
const MAX_QUEUED_EVENTS = 200;

export function makeAudit(deps: AuditDeps): QueuedAudit {
  let queue: AuditEvent[] = [];
  const nextId = orderedIds(deps.clock, deps.random);
  const recordLater: Audit['recordLater'] = (entry) => {
    queue.push(makeEvent(deps, nextId(), entry));
    if (queue.length >= MAX_QUEUED_EVENTS) void store();
  };
  const refusals = makeRefusalLimit(deps.clock, recordLater);
  const store = async () => {
    if (queue.length === 0) return;
    const batch = queue;
    queue = [];
    await deps.store.auditEvents.insertMany(batch).catch((error: unknown) => {
      deps.log.error({ err: error, events: batch.length }, 'audit events were not written');
    });
  };
  return {
    insertion: (entry) => insertion('auditEvents', makeEvent(deps, nextId(), entry)),
    record: (entry) => deps.store.auditEvents.insertMany([makeEvent(deps, nextId(), entry)]),
    recordLater,
    recordRefusal: refusals.add,
    flush: () => {
      refusals.writeCounts('past');
      return store();
    },
    stop: () => {
      refusals.writeCounts('all');
      return store();
    },
  };
}

function makeEvent(deps: AuditDeps, id: string, { detail, outcome, ...entry }: AuditEntry): AuditEvent {
  const at = deps.clock.now();
  const event = { ...entry, id, at, outcome: outcome ?? 'SUCCESS', detail: detail ?? {} };
  const salts = personalPaths(event).map((path) => [path, newSalt(deps.random)]);
  return { ...event, salts: Object.fromEntries(salts), expiresAt: secondsAfter(at, deps.config.auditRetention) };
}

const SALT_BYTES = 16;

function newSalt(random: Random): string {
  return Buffer.from(random.bytes(SALT_BYTES)).toString('base64url');
}
