import { handleText, readHandle } from '../../keys/secrets.js';
import type { Session } from '../../model/access/session.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { update, updateIf } from '../../model/change-set.js';
import type { Caller, Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import type { User } from '../../model/people/user.js';
import type { Grant } from '../../model/tokens/grant.js';
import { isActive, sessionEnd } from './session.js';

const PURPOSE = 'report of a session';

/**
 * Returns the code of the link with which the user ends this session without a sign-in, because another person may use
 * it. Security mails contain this link. It permits nothing else.
 */
export function reportCode({ keys }: Pick<Deps, 'keys'>, { id }: Pick<Session, 'id'>): string {
  return handleText({ id, secret: keys.linkCode(PURPOSE, id) });
}

export interface ReportedSession {
  readonly session: Session;
  readonly user: User;
  /** The grants of the session that are still valid, offline ones too. */
  readonly grants: readonly Grant[];
  /** Whether the session or one of its grants is still valid. */
  readonly isLive: boolean;
}

/** Finds the session for the code in a URL. Returns `undefined` if the code is wrong, or if the session was deleted. */
export async function findReportedSession(deps: Deps, code: string): Promise<ReportedSession | undefined> {
  const handle = readHandle(code);
  if (handle === undefined || !deps.keys.isLinkCode(PURPOSE, handle.id, handle.secret)) return undefined;
  const session = await deps.store.sessions.find(handle.id);
  const user = session && (await deps.store.users.find(session.userId));
  if (session === undefined || user === undefined) return undefined;
  const filter = { userId: user.id, standingAt: deps.clock.now() };
  const grants: Grant[] = [];
  for await (const grant of everyRecord((request) => deps.store.grants.page(request, filter))) {
    if (grant.sessionId === session.id) grants.push(grant);
  }
  return { session, user, grants, isLive: isActive(deps, session, user) || grants.length > 0 };
}

/** The most grants that one change set revokes. */
const GRANTS_AT_ONCE = 50;

/** Ends the session with this code, and revokes its grants. All browsers of the user then count as new. */
export async function endReportedSession(deps: Deps, code: string, caller: Caller): Promise<void> {
  while (await commitPlan(deps.store, () => planEnd(deps, code, caller)));
}

/** Plans one step. The result is `true` if there was something to end. */
async function planEnd(deps: Deps, code: string, { ipAddress }: Caller): Promise<Plan<boolean>> {
  const found = await findReportedSession(deps, code);
  if (found === undefined || !found.isLive) return { changes: [], result: false };
  const { session, user } = found;
  const grants = found.grants.slice(0, GRANTS_AT_ONCE);
  const revokedAt = deps.clock.now();
  const event = deps.audit.insertion({
    type: 'SESSION_REVOKED',
    userId: user.id,
    sessionId: session.id,
    resource: 'session',
    resourceId: session.id,
    ipAddress,
    detail: { by: 'mail', grants: grants.length },
  });
  const changes = [
    ...(session.endedAt === undefined ? [sessionEnd(deps, session)] : []),
    ...grants.map(({ id }) => updateIf('grants', { id, revokedAt: null }, { revokedAt })),
    update('users', user, { browserEpoch: (user.browserEpoch ?? 0) + 1 }),
    event,
  ];
  return { changes, result: true };
}
