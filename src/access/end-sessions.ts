import type { Deps } from '../model/deps.js';
import type { User } from '../model/user.js';
import { endSession } from './session.js';

/** Users, and sessions of one, at a time. */
const BATCH = 100;

/**
 * Sessions die by one write on their user, which does not know them: here each of them is ended itself, so that its
 * clients learn it.
 */
export const endSessionsOfUsers = async (deps: Deps): Promise<void> => {
  const users = await deps.store.users.findWithSessionsToEnd(BATCH);
  for (const user of users) {
    await endSessionsBefore(deps, user);
    await deps.store.users.sessionsEnded(user);
  }
};

/** Ends the user's sessions from before their present epoch. Killed anywhere in between, doing it again completes it. */
export const endSessionsBefore = async (deps: Deps, user: Pick<User, 'id' | 'sessionEpoch'>): Promise<void> => {
  let after: string | undefined;
  do {
    const { items, hasNextPage } = await deps.store.sessions.page({ first: BATCH, after }, { userId: user.id });
    for (const { record: session } of items) {
      if (session.endedAt === undefined && session.sessionEpoch < user.sessionEpoch) await endSession(deps, session);
    }
    after = hasNextPage ? items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
};
