import { recordLimitExceeded } from '../access/limit-event.js';
import { activeSessionsOf } from '../access/sessions/active-sessions.js';
import { endSession } from '../access/sessions/session.js';
import type { Deps } from '../model/deps.js';
import { everyRecord } from '../model/every-record.js';
import { secondsAfter } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';

const INTERVAL_SECONDS = 20;
/** After the database was unavailable for long, a run has many new records to look at. */
const LIMIT_SECONDS = 600;

/**
 * Each run looks at records that were created after the start of the previous run, or up to this many seconds before
 * that start. Otherwise it could miss a record, because the clocks of processes differ and a record can be stored late.
 */
const OVERLAP_SECONDS = 30;

/**
 * If a user has more sessions than `MAX_SESSIONS`, or more offline grants for a client than `MAX_OFFLINE_GRANTS`,
 * revokes the least recently used ones. These limits never refuse a sign-in. Otherwise, an attacker who fills them
 * could lock the user out.
 */
export function excessJob(deps: Deps): Job {
  let since = secondsAfter(deps.clock.now(), -INTERVAL_SECONDS);
  return {
    name: 'excess',
    everySeconds: INTERVAL_SECONDS,
    limitSeconds: LIMIT_SECONDS,
    run: async (signal) => {
      const start = deps.clock.now();
      await revokeExcess(abortable(deps, signal), secondsAfter(since, -OVERLAP_SECONDS));
      since = start;
    },
  };
}

/** Revokes the excess sessions and grants of all users who got a session or an offline grant after `since`. */
export async function revokeExcess(deps: Deps, since: Date): Promise<void> {
  const users = new Set<string>();
  for await (const { userId, createdAt } of everyRecord((request) => deps.store.sessions.page(request, {}))) {
    if (createdAt < since) break;
    users.add(userId);
  }
  for (const userId of users) await endExcessSessions(deps, userId);

  const pairs = new Map<string, Pick<Grant, 'userId' | 'clientId'>>();
  for await (const grant of everyRecord((request) => deps.store.grants.page(request, {}))) {
    if (grant.createdAt < since) break;
    const { userId, clientId, offline } = grant;
    if (offline) pairs.set(JSON.stringify([userId, clientId]), { userId, clientId });
  }
  for (const pair of pairs.values()) await revokeExcessGrants(deps, pair);
}

async function endExcessSessions(deps: Deps, userId: string): Promise<void> {
  const user = await deps.store.users.find(userId);
  if (user === undefined) return;
  const excess = leastRecentlyUsed(await activeSessionsOf(deps, user), deps.config.maxSessions);
  let ended = 0;
  for (const session of excess) if (await endSession(deps, session)) ended += 1;
  if (ended === 0) return;
  await recordLimitExceeded(deps, 'sessions', userId, { userId, detail: { ended } });
}

async function revokeExcessGrants(deps: Deps, pair: Pick<Grant, 'userId' | 'clientId'>): Promise<void> {
  const filter = { ...pair, standingAt: deps.clock.now() };
  const grants: Grant[] = [];
  for await (const grant of everyRecord((request) => deps.store.grants.page(request, filter))) {
    if (grant.offline) grants.push(grant);
  }
  let revoked = 0;
  for (const { id } of leastRecentlyUsed(grants, deps.config.maxOfflineGrants)) {
    if (await deps.store.grants.revoke(id, deps.clock.now())) revoked += 1;
  }
  if (revoked === 0) return;
  await recordLimitExceeded(deps, 'offlineGrants', JSON.stringify(pair), { ...pair, detail: { revoked } });
}

interface Used {
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

/** Returns the least recently used records: all except the `kept` most recently used ones. */
function leastRecentlyUsed<T extends Used>(records: readonly T[], kept: number): T[] {
  const time = ({ lastUsedAt, createdAt }: Used) => (lastUsedAt ?? createdAt).getTime();
  return records.toSorted((a, b) => time(b) - time(a)).slice(kept);
}
