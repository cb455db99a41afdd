import type { Session, SessionFilter } from '../../model/access/session.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { endSession } from './session.js';

const BATCH_SIZE = 100;

/**
 * Ends the sessions of users whose `sessionEpoch` was increased. The increase invalidates all sessions of a user with
 * one write, but does not end the session records. This job ends them, so that the clients of each session receive a
 * logout token.
 */
export async function endSessionsOfUsers(deps: Deps): Promise<void> {
  const users = await deps.store.users.findWithSessionsToEnd(BATCH_SIZE);
  for (const user of users) {
    await endSessionsBefore(deps, user);
    await deps.store.users.sessionsEnded(user);
  }
}

/**
 * Ends the user's sessions that began before the current session epoch, and returns the number of ended sessions. If
 * the process stops before all sessions have ended, the next call ends the remaining sessions.
 */
export function endSessionsBefore(
  deps: Deps,
  user: Pick<User, 'id' | 'sessionEpoch'>,
  filter: Pick<SessionFilter, 'active'> = {},
): Promise<number> {
  return endSessionsWhere(deps, { ...filter, userId: user.id }, ({ sessionEpoch }) => sessionEpoch < user.sessionEpoch);
}

/**
 * Ends the records of the sessions whose passkeys were removed, so that their clients receive logout tokens. The sessions
 * are invalid already, because the user no longer has these passkeys.
 */
export function endSessionsOfPasskeys(deps: Deps, userId: string, passkeyIds: readonly string[]): Promise<number> {
  return endSessionsWhere(deps, { userId }, ({ passkeyId }) => passkeyIds.includes(passkeyId));
}

/**
 * Ends all sessions of a user. When a user is deleted, the caller calls this function before and after the deletion.
 */
export function endSessionsOfUser(deps: Deps, userId: string): Promise<number> {
  return endSessionsWhere(deps, { userId }, () => true);
}

async function endSessionsWhere(
  deps: Deps,
  filter: SessionFilter,
  isEnding: (session: Session) => boolean,
): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const { items, hasNextPage } = await deps.store.sessions.page({ first: BATCH_SIZE, after }, filter);
    for (const { record: session } of items) {
      if (session.endedAt === undefined && isEnding(session) && (await endSession(deps, session))) count += 1;
    }
    after = hasNextPage ? items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return count;
}
