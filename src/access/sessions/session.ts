/*
 * A session records that a user is signed in with one browser. All clients of all issuers share the session. This
 * folder reads, creates, renews and ends sessions. It must not know protocols.
 */

import { equalInConstantTime, handleText, newOrderedId, newSecret, readHandle, sha256 } from '../../keys/secrets.js';
import type { SessionRecords } from '../../model/access/live.js';
import type { Session } from '../../model/access/session.js';
import { type Change, insertion, recordAfter, updateIf } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Caller, Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPasskey, type PasskeyStamp } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { earlier, hasPassed, later, secondsAfter } from '../../model/time.js';
import { isTouchDue } from '../touch-last-used.js';
import { withPresentFacts } from './present-authentication.js';

export interface ActiveSession {
  readonly session: Session;
  readonly user: User;
  /**
   * The permissions and group memberships that decide whether the user can use the client that was passed to
   * `findActiveSession`.
   */
  readonly records: SessionRecords;
}

/**
 * The server stores the record of an ended session for this long, because it needs the record to send logout tokens to
 * the session's clients.
 */
const KEPT_AFTER_END_SECONDS = 86_400;

/** The most characters of the header `User-Agent` that are stored. */
export const MAX_AGENT_LENGTH = 512;

/**
 * Finds the active session for a session cookie with a single query. The result includes the records that decide
 * whether the user can use `client`. If the records of the session have just been read, pass them as `known`.
 */
export async function findActiveSession(
  deps: Deps,
  cookie: string | undefined,
  client?: Pick<Client, 'generation'>,
  known?: SessionRecords,
): Promise<ActiveSession | undefined> {
  const handle = cookie === undefined ? undefined : readHandle(cookie);
  if (handle === undefined) return undefined;
  const records = known?.session.id === handle.id ? known : await deps.store.readSession(handle.id, client);
  if (records?.user === undefined) return undefined;
  const { session, user } = records;
  if (!equalInConstantTime(session.secretHash, sha256(handle.secret))) return undefined;
  return isActive(deps, session, user) ? { session: withPresentFacts(session, user), user, records } : undefined;
}

/**
 * A session is active if it has not been revoked, has not expired, and its user is enabled and still has the passkey of
 * the sign-in.
 */
export function isActive(deps: Deps, session: Session, user: User): boolean {
  const now = deps.clock.now();
  return (
    session.endedAt === undefined &&
    !hasPassed(sessionExpiry(deps, session), now) &&
    user.enabled &&
    hasPasskey(user, session) &&
    user.sessionEpoch === session.sessionEpoch
  );
}

/** A session expires when its idle lifetime or its absolute lifetime has passed, whichever is earlier. */
function sessionExpiry(deps: Deps, session: Pick<Session, 'lastUsedAt' | 'expiresAt'>): Date {
  return earlier(session.expiresAt, secondsAfter(session.lastUsedAt, deps.config.sessionIdleLifetime));
}

/**
 * The result of a verified authentication. `user` must have been read before the verification. If all sessions of the
 * user are ended during the verification, the new session then has the old `sessionEpoch`, so it is invalid too.
 */
export interface Authentication extends PasskeyStamp {
  readonly user: User;
  readonly amr: readonly string[];
  readonly acr: string;
}

/** The session that a sign-in creates or renews, and the changes that store it. Nothing is stored yet. */
export interface SignInPlan {
  /**
   * The caller commits these changes together with its own. They store `session`, and end the session that another user
   * has in this browser.
   */
  readonly changes: readonly Change[];
  readonly session: Session;
  /** The value of the session cookie. */
  readonly cookie: string;
}

/**
 * Plans the sign-in of a user. If the browser already has a session of the same user, this session is renewed with a
 * new secret. If the browser has a session of another user, that session ends.
 */
export function planSignIn(
  deps: Deps,
  authentication: Authentication,
  present: ActiveSession | undefined,
  caller: Caller,
): SignInPlan {
  const secret = newSecret(deps.random);
  const facts = signInFacts(deps, authentication, caller, secret);
  if (present?.session.userId === authentication.user.id) {
    const { id, version } = present.session;
    // The planned deletion of the account can need the record for longer.
    const renewed = { ...facts, keptUntil: later(present.session.keptUntil, facts.keptUntil) };
    const renewal = updateIf('sessions', { id, version, endedAt: null }, { ...renewed, version: version + 1 });
    return { changes: [renewal], session: recordAfter(present.session, renewed), cookie: handleText({ id, secret }) };
  }
  const session: Session = {
    ...facts,
    id: newOrderedId(deps.clock, deps.random),
    version: 1,
    userId: authentication.user.id,
    clients: [],
    createdAt: facts.authenticatedAt,
  };
  const end = present === undefined ? [] : [sessionEnd(deps, present.session)];
  const cookie = handleText({ id: session.id, secret });
  return { changes: [...end, insertion('sessions', session)], session, cookie };
}

function signInFacts(
  deps: Deps,
  { user, passkeyId, passkeyGeneration, amr, acr }: Authentication,
  caller: Caller,
  secret: string,
) {
  const now = deps.clock.now();
  const expiresAt = secondsAfter(now, deps.config.sessionAbsoluteLifetime);
  return {
    secretHash: sha256(secret),
    sessionEpoch: user.sessionEpoch,
    passkeyId,
    passkeyGeneration,
    amr,
    acr,
    ipAddress: caller.ipAddress,
    userAgent: caller.userAgent?.slice(0, MAX_AGENT_LENGTH),
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt,
    keptUntil: secondsAfter(expiresAt, KEPT_AFTER_END_SECONDS),
  };
}

/**
 * Returns the changes that record the use of the session with the client. The last-used time is stored at most once a
 * minute. The change set fails if the session has ended, or if another client was added to it at the same time.
 */
export function sessionUse(deps: Deps, { id, version, clients, lastUsedAt }: Session, client: Client): Change[] {
  const now = deps.clock.now();
  if (!clients.some(({ generation }) => isSameGeneration(generation, client.generation))) {
    const added = [...clients, { id: client.id, generation: client.generation }];
    const changes = { clients: added, lastUsedAt: now, version: version + 1 };
    return [updateIf('sessions', { id, version, endedAt: null }, changes)];
  }
  return isTouchDue(deps, lastUsedAt) ? [updateIf('sessions', { id, endedAt: null }, { lastUsedAt: now })] : [];
}

/**
 * Returns the change that stores from where a session is used at present, if that differs from what is stored. The
 * change set fails if the session has ended.
 */
export function sessionMove(
  { id, ipAddress, userAgent }: Session,
  { ipAddress: presentAddress, userAgent: presentAgent }: Caller,
): Change[] {
  const changes = { ipAddress: presentAddress, userAgent: presentAgent?.slice(0, MAX_AGENT_LENGTH) };
  if (changes.ipAddress === ipAddress && changes.userAgent === userAgent) return [];
  return [updateIf('sessions', { id, endedAt: null }, changes)];
}

/**
 * Ends a session, and commits the changes in `together` (for example an audit event) at the same time. Tokens that
 * depend on the session are rejected from then on. Returns `true` if this call ended the session, and `false` if the
 * session had ended before.
 */
export function endSession(
  deps: Deps,
  { id }: Pick<Session, 'id'>,
  together: readonly Change[] = [],
): Promise<boolean> {
  return deps.store.commit([sessionEnd(deps, { id }), ...together]);
}

/** Returns the change that ends a session. It fails if the session has ended. */
export function sessionEnd(deps: Deps, { id }: Pick<Session, 'id'>): Change {
  const now = deps.clock.now();
  return updateIf('sessions', { id, endedAt: null }, { endedAt: now, endToTell: now });
}
