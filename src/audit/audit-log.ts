/*
 * This folder writes the audit log. It gives each event its id, time and expiry, and stores the event either before the
 * response is sent or in a batch afterwards. It does not know what the events mean or who reads them.
 */

import { setTimeout } from 'node:timers/promises';
import { orderedIds } from '../keys/secrets.js';
import { insertion } from '../model/change-set.js';
import type { Config } from '../model/config.js';
import type { Audit, AuditEntry, Clock, Log, Random } from '../model/deps.js';
import { StoreUnavailableError } from '../model/errors.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import { personalPaths } from '../model/log/personal-values.js';
import type { Store } from '../model/store.js';
import { secondsAfter } from '../model/time.js';
import { makeEventQueue } from './event-queue.js';
import { makeRefusalLimit } from './refusal-limit.js';

type AuditDeps = { config: Config; store: Pick<Store, 'auditEvents'>; clock: Clock; random: Random; log: Log };

/** An audit log that can also store events after the response. Until `flush` or `stop` is called, it keeps them in memory. */
export interface QueuedAudit extends Audit {
  /** Calls the listener whenever this process is about to store an event, or has just stored one. */
  onEvent(listener: () => void): void;
  /** Stores the events that are kept in memory. Runs at intervals. If the database is unavailable, they are kept. */
  flush(): Promise<void>;
  /**
   * Stores all events before the process ends. Unlike `flush`, also stores the numbers of refusals whose minute is not
   * over.
   */
  stop(): Promise<void>;
}

/** How often the stop tries to store the events that wait, and the pause between two attempts. */
const STOP_ATTEMPTS = 3;
const STOP_PAUSE_MS = 500;

export function makeAudit(deps: AuditDeps): QueuedAudit {
  const queue = makeEventQueue(deps);
  const nextId = orderedIds(deps.clock, deps.random);
  const recordLater: Audit['recordLater'] = (entry) => queue.add(makeEvent(deps, nextId(), entry));
  const refusals = makeRefusalLimit(deps.clock, (entry) => {
    if (queue.isFull()) deps.log.warn({ type: entry.type }, 'an audit event was dropped, because too many wait');
    else recordLater(entry);
  });
  let hint = (): void => undefined;
  const storeQueue = async () => {
    const hasEvents = queue.size() > 0;
    await queue.store();
    if (hasEvents) hint();
  };
  return {
    onEvent: (listener) => {
      hint = listener;
    },
    insertion: (entry) => {
      hint();
      return insertion('auditEvents', makeEvent(deps, nextId(), entry));
    },
    record: async (entry) => {
      await deps.store.auditEvents.insertAbsent([makeEvent(deps, nextId(), entry)]);
      hint();
    },
    recordLater,
    checkRoom: () => {
      if (queue.isFull()) throw new StoreUnavailableError('none', { cause: new Error('Too many audit events wait.') });
    },
    recordRefusal: refusals.add,
    flush: () => {
      refusals.writeCounts('past');
      return storeQueue();
    },
    stop: async () => {
      refusals.writeCounts('all');
      await queue.store();
      for (let attempts = 1; attempts < STOP_ATTEMPTS && queue.size() > 0; attempts += 1) {
        await setTimeout(STOP_PAUSE_MS);
        await queue.store();
      }
      if (queue.size() > 0) deps.log.error({ events: queue.size() }, 'audit events were lost at the stop');
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
