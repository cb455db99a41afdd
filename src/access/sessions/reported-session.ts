import { handleText, readHandle } from '../../keys/secrets.js';
import type { Session } from '../../model/access/session.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { type Change, update, updateIf } from '../../model/change-set.js';
import type { Caller, Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { withoutSessions } from '../../model/people/account-news.js';
import { NO_DELETION } from '../../model/people/planned-deletion.js';
import type { User } from '../../model/people/user.js';
import type { Grant } from '../../model/tokens/grant.js';
import { activeSessionsOf } from './active-sessions.js';
import { sessionEnd } from './session.js';

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
}

/** Finds the session for the code in a URL. Returns `undefined` if the code is wrong, or if the session was deleted. */
export async function findReportedSession(deps: Deps, code: string): Promise<ReportedSession | undefined> {
  const handle = readHandle(code);
  if (handle === undefined || !deps.keys.isLinkCode(PURPOSE, handle.id, handle.secret)) return undefined;
  const session = await deps.store.sessions.find(handle.id);
  const user = session && (await deps.store.users.find(session.userId));
  return session === undefined || user === undefined ? undefined : { session, user };
}

/** Returns the passkey with which the session began. Returns `undefined` if the account no longer has it. */
export async function passkeyOfReported(deps: Deps, { session, user }: ReportedSession): Promise<Passkey | undefined> {
  if (!user.passkeyIds.includes(session.passkeyId)) return undefined;
  const passkey = await deps.store.passkeys.find(session.passkeyId);
  return passkey?.generation === session.passkeyGeneration ? passkey : undefined;
}

/** The most sessions, and the most grants, that one change set ends. */
const RECORDS_AT_ONCE = 50;

/** A session that the user has reported, as it was before. */
export interface EndedSession extends ReportedSession {
  /** Whether the report has cancelled the deletion of the account. */
  readonly deletionCancelled: boolean;
}

/**
 * Ends the session with this code and revokes its grants. A person who uses the session may have signed in again since,
 * or connected a device. So this function also ends what began with the same passkey after the session, and cancels a
 * deletion of the account that was asked for there; `planNotice` returns the mail about that. All browsers of the user
 * then count as new, even if nothing was left to end. Returns `undefined` if the code is wrong.
 */
export async function endReportedSession(
  deps: Deps,
  code: string,
  caller: Caller,
  planNotice: PlanNotice,
): Promise<EndedSession | undefined> {
  let deletionCancelled = false;
  for (;;) {
    const step = await commitPlan(deps.store, () => planEnd(deps, code, caller, planNotice));
    if (step === undefined) return undefined;
    deletionCancelled ||= step.deletionCancelled;
    if (!step.isMore) return { ...step.found, deletionCancelled };
  }
}

/** Plans the mail that tells a user that the deletion of the account was cancelled. */
type PlanNotice = (user: User) => Promise<readonly Change[]>;

interface Step {
  readonly found: ReportedSession;
  /** Whether more is left to end. */
  readonly isMore: boolean;
  readonly deletionCancelled: boolean;
}

async function planEnd(
  deps: Deps,
  code: string,
  { ipAddress }: Caller,
  planNotice: PlanNotice,
): Promise<Plan<Step | undefined>> {
  const found = await findReportedSession(deps, code);
  if (found === undefined) return { changes: [], result: undefined };
  const { session, user } = found;
  const deletionCancelled = await hasAskedForDeletion(deps, found);
  const sessions = (await activeSessionsOf(deps, user)).filter((one) => one.id === session.id || isLater(session, one));
  const grants = await grantsToEnd(deps, session);
  const isMore = Math.max(sessions.length, grants.length) > RECORDS_AT_ONCE;
  const [ended, revoked] = [sessions.slice(0, RECORDS_AT_ONCE), grants.slice(0, RECORDS_AT_ONCE)];
  const revokedAt = deps.clock.now();
  const event = deps.audit.insertion({
    type: 'SESSION_REVOKED',
    userId: user.id,
    sessionId: session.id,
    resource: 'session',
    resourceId: session.id,
    ipAddress,
    detail: { by: 'mail', sessions: ended.map(({ id }) => id), grants: revoked.length },
  });
  const changes = [
    ...ended.map((one) => sessionEnd(deps, one)),
    ...revoked.map(({ id }) => updateIf('grants', { id, revokedAt: null }, { revokedAt })),
    update('users', user, {
      browserEpoch: (user.browserEpoch ?? 0) + 1,
      // News of a passkey stay until it is removed: a thief who reports a session keeps the passkey.
      ...(user.news !== undefined && { news: withoutSessions(user, [session.id, ...ended.map(({ id }) => id)]) }),
      ...(deletionCancelled && NO_DELETION),
    }),
    event,
    ...(deletionCancelled ? [cancellation(deps, found, ipAddress), ...(await planNotice(user))] : []),
  ];
  return { changes, result: { found, isMore, deletionCancelled } };
}

/** Whether the deletion of the account was asked for in the reported session, or in a later one with its passkey. */
async function hasAskedForDeletion({ store }: Deps, { session, user }: ReportedSession): Promise<boolean> {
  const { deletionAt, deletionSessionId } = user;
  if (deletionAt === undefined || deletionSessionId === undefined) return false;
  if (deletionSessionId === session.id) return true;
  const asking = await store.sessions.find(deletionSessionId);
  return asking !== undefined && isLater(session, asking);
}

function cancellation({ audit }: Deps, { session, user }: ReportedSession, ipAddress: string | undefined): Change {
  return audit.insertion({
    type: 'DELETION_CANCELLED',
    userId: user.id,
    sessionId: session.id,
    resource: 'user',
    resourceId: user.id,
    ipAddress,
    detail: { by: 'mail' },
  });
}

/** Returns the valid grants, offline ones too, that began in the session, or later with its passkey. */
async function grantsToEnd(deps: Deps, session: Session): Promise<Grant[]> {
  const filter = { userId: session.userId, standingAt: deps.clock.now() };
  const grants: Grant[] = [];
  for await (const grant of everyRecord((request) => deps.store.grants.page(request, filter))) {
    if (grant.sessionId === session.id || isLater(session, grant)) grants.push(grant);
  }
  return grants;
}

/** Whether a session or grant began after `session`, with the same passkey. */
function isLater(session: Session, { passkeyId, createdAt }: Pick<Grant, 'passkeyId' | 'createdAt'>): boolean {
  return passkeyId === session.passkeyId && createdAt >= session.createdAt;
}
