import type { Session, SessionFilter } from '../../model/access/session.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { endSession } from './session.js';

/** Users, and sessions of one, at a time. */
const BATCH = 100;

/**
 * Sessions die by one write on their user, which does not know them: here each of them is ended itself, so that its
 * clients learn it.
 */
export async function endSessionsOfUsers(deps: Deps): Promise<void> {
  const users = await deps.store.users.findWithSessionsToEnd(BATCH);
  for (const user of users) {
    await endSessionsBefore(deps, user);
    await deps.store.users.sessionsEnded(user);
  }
}

/**
 * Ends the user's sessions from before their present epoch, and answers how many there were. Killed anywhere in
 * between, doing it again completes it.
 */
export function endSessionsBefore(
  deps: Deps,
  user: Pick<User, 'id' | 'sessionEpoch'>,
  filter: Pick<SessionFilter, 'active'> = {},
): Promise<number> {
  return endSessionsWhere(deps, { ...filter, userId: user.id }, ({ sessionEpoch }) => sessionEpoch < user.sessionEpoch);
}

/** Ends what a passkey began, but for the session `kept`: whoever holds it is not kept signed in by what was removed. */
export function endSessionsOfPasskey(
  deps: Deps,
  { id, userId }: Pick<Passkey, 'id' | 'userId'>,
  kept: string | undefined,
): Promise<number> {
  return endSessionsWhere(deps, { userId }, (session) => session.passkeyId === id && session.id !== kept);
}

async function endSessionsWhere(
  deps: Deps,
  filter: SessionFilter,
  isOver: (session: Session) => boolean,
): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const { items, hasNextPage } = await deps.store.sessions.page({ first: BATCH, after }, filter);
    for (const { record: session } of items) {
      if (session.endedAt === undefined && isOver(session) && (await endSession(deps, session))) count += 1;
    }
    after = hasNextPage ? items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return count;
}
