import type { Session } from '../../model/access/session.js';
import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import type { User } from '../../model/people/user.js';
import type { PageRequest } from '../../model/record-store.js';
import { secondsAfter } from '../../model/time.js';
import { isActive } from './session.js';

/** A filter with which a query returns only sessions that are neither revoked nor expired. */
export function activeNow({ clock, config }: Deps) {
  return {
    at: clock.now(),
    usedAfter: secondsAfter(clock.now(), -config.sessionIdleLifetime),
  };
}

export interface SessionsPage {
  readonly sessions: readonly Session[];
  /** The cursor of the next page. Absent on the last page. */
  readonly next?: string | undefined;
}

/** Returns one page of the user's active sessions, newest first. @throws RangeError if the cursor is invalid */
export async function activeSessionsPage(deps: Deps, user: User, request: PageRequest): Promise<SessionsPage> {
  const filter = { userId: user.id, active: activeNow(deps) };
  const { items, hasNextPage } = await deps.store.sessions.page(request, filter);
  return {
    sessions: items.map(({ record }) => record).filter((session) => isActive(deps, session, user)),
    next: hasNextPage ? items.at(-1)?.cursor : undefined,
  };
}

/** Returns all of the user's active sessions, newest first. */
export async function activeSessionsOf(deps: Deps, user: User): Promise<Session[]> {
  const filter = { userId: user.id, active: activeNow(deps) };
  const found: Session[] = [];
  for await (const session of everyRecord((request) => deps.store.sessions.page(request, filter))) {
    if (isActive(deps, session, user)) found.push(session);
  }
  return found;
}
