import { after, before, between } from '../../model/conditions.js';
import type { Database } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { readHead } from './number-events.js';

const MAX_DELETED_EVENTS = 500;

/**
 * Finds the first event of the log that has not expired, and the hash before it. Later events may have expired too;
 * they stay, because only the beginning of the log is ever deleted. Returns `undefined` if the first event stays.
 */
export async function findRetainedStart(
  database: Database,
  now: Date,
): Promise<{ firstSequence: number; hashBefore: string } | undefined> {
  const head = await readHead(database);
  const [first] = await database.select(auditEvents, {
    where: { sequence: between({ $gte: 1, $lte: head.sequence }), expiresAt: after(now) },
    orderBy: { sequence: 'asc' },
    limit: 1,
  });
  const firstSequence = first?.sequence ?? head.sequence + 1;
  const [last] = await database.select(auditEvents, { where: { sequence: firstSequence - 1 }, limit: 1 });
  return last?.hash === undefined ? undefined : { firstSequence, hashBefore: last.hash };
}

/** Deletes the events with a lower sequence, the oldest first, so that the rest has no gap if this is interrupted. */
export async function deleteBefore(database: Database, sequence: number): Promise<void> {
  for (;;) {
    const [oldest] = await database.select(auditEvents, {
      where: { sequence: between({ $gte: 1, $lt: sequence }) },
      orderBy: { sequence: 'asc' },
      limit: 1,
    });
    if (oldest?.sequence === undefined) return;
    const end = Math.min(oldest.sequence + MAX_DELETED_EVENTS, sequence);
    await database.deleteAll(auditEvents, { sequence: before(end) });
  }
}
