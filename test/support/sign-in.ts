import { type ActiveSession, type Authentication, planSignIn } from '../../src/access/sessions/session.js';
import type { Session } from '../../src/model/access/session.js';
import type { Caller, Deps } from '../../src/model/deps.js';

/** Signs a user in without a ceremony. */
export async function signIn(
  deps: Deps,
  authentication: Authentication,
  present?: ActiveSession,
  caller: Caller = {},
): Promise<{ session: Session; cookie: string }> {
  const { changes, session, cookie } = planSignIn(deps, authentication, present, caller);
  if (!(await deps.store.commit(changes))) throw new Error('the session was changed meanwhile');
  return { session, cookie };
}
