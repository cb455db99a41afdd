import { activeNow } from '../../access/sessions/active-sessions.js';
import { isActive } from '../../access/sessions/session.js';
import type { Session } from '../../model/access/session.js';
import type { Deps } from '../../model/deps.js';
import { everyPage } from '../../model/every-record.js';
import type { User } from '../../model/people/user.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the sessions that are active now and not after the change. */
export function endedSessions(situation: Situation): EndedOf<Session> {
  const { before, after } = situation;
  return countEnded(situation, candidates(situation), async (batch) => {
    const later = recordsAfter(situation, 'sessions', batch);
    const [users, laterUsers] = [await usersOf(before, batch), await usersOf(after, batch)];
    return batch.filter(
      (session, index) =>
        isActiveOf(before, session, users.get(session.userId)) &&
        !isActiveOf(after, later[index], laterUsers.get(session.userId)),
    );
  });
}

async function usersOf({ store }: Deps, sessions: readonly Session[]): Promise<Map<string, User>> {
  const users = await store.users.findMany([...new Set(sessions.map(({ userId }) => userId))]);
  return new Map(users.map((user) => [user.id, user]));
}

function isActiveOf(deps: Deps, session: Session | undefined, user: User | undefined): boolean {
  return session !== undefined && user !== undefined && isActive(deps, session, user);
}

async function* candidates(situation: Situation): AsyncGenerator<readonly Session[]> {
  const { before, after } = situation;
  const active = activeNow(before);
  yield recordsBefore(situation, 'sessions');
  for (const { id: userId } of recordsBefore(situation, 'users'))
    yield* everyPage((request) => before.store.sessions.page(request, { userId, active }));
  if (after.config.sessionIdleLifetime < before.config.sessionIdleLifetime)
    yield* everyPage((request) => before.store.sessions.page(request, { active }));
}
