import { equalInConstantTime, handleText, newOrderedId, newSecret, parseHandle, sha256 } from '../../keys/secrets.js';
import type { SessionRecords } from '../../model/access/live.js';
import type { Session } from '../../model/access/session.js';
import { changeRecordIf } from '../../model/change-record.js';
import type { Client } from '../../model/clients/client.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { earlier, hasPassed, secondsAfter } from '../../model/time.js';

/** A session that counts now, with its user. Only `readSession` and `signIn` make one. */
export interface ActiveSession {
  readonly session: Session;
  readonly user: User;
  /** What could let the user in to the client that was asked for. */
  readonly records: SessionRecords;
}

/** An ended session is kept until its deliveries are done (seconds). */
const KEPT_AFTER_END = 86_400;

/** A use is noted at most once in so many seconds; the idle lifetime is coarse by as much. */
const NOTED_EVERY = 60;

/** The session that a cookie names, if it counts; with what could let its user in to `client`. One statement. */
export async function readSession(
  deps: Deps,
  cookie: string | undefined,
  client?: Pick<Client, 'generation'>,
): Promise<ActiveSession | undefined> {
  const handle = cookie === undefined ? undefined : parseHandle(cookie);
  if (handle === undefined) return undefined;
  const records = await deps.store.readSession(handle.id, client);
  if (records?.user === undefined) return undefined;
  const { session, user } = records;
  if (!equalInConstantTime(session.secretHash, sha256(handle.secret))) return undefined;
  return isActive(deps, session, user) ? { session, user, records } : undefined;
}

/** Whether a session signs its user in now. */
export function isActive(deps: Deps, session: Session, user: User): boolean {
  const now = deps.clock.now();
  return (
    session.endedAt === undefined &&
    !hasPassed(sessionExpiry(deps, session), now) &&
    user.enabled &&
    user.sessionEpoch === session.sessionEpoch
  );
}

/** The end of its idle or absolute lifetime, whichever comes first. */
export function sessionExpiry(deps: Deps, session: Pick<Session, 'lastUsedAt' | 'expiresAt'>): Date {
  return earlier(session.expiresAt, secondsAfter(session.lastUsedAt, deps.config.sessionIdleLifetime));
}

/** A verified authentication. `user` is as it was read before the verification began: its epoch is the session's. */
export interface Authentication {
  readonly user: User;
  readonly passkeyId: string;
  readonly amr: readonly string[];
  readonly acr: string;
}

/**
 * Signs a user in and gives the value of the session cookie. The same user's session in this browser keeps its
 * record and changes its secret; another user's is ended first.
 */
export async function signIn(
  deps: Deps,
  authentication: Authentication,
  present: ActiveSession | undefined,
  caller: Caller,
): Promise<{ session: Session; cookie: string }> {
  const secret = newSecret(deps.random);
  const facts = signInFacts(deps, authentication, caller, secret);
  const renewed = await renew(deps, authentication.user, present?.session, facts);
  if (renewed !== undefined) return { session: renewed, cookie: handleText({ id: renewed.id, secret }) };
  if (present !== undefined) await endSession(deps, present.session);
  const session: Session = {
    ...facts,
    id: newOrderedId(deps.clock, deps.random),
    version: 1,
    userId: authentication.user.id,
    clients: [],
    createdAt: facts.authenticatedAt,
  };
  await deps.store.sessions.insert(session);
  return { session, cookie: handleText({ id: session.id, secret }) };
}

type SignInFacts = ReturnType<typeof signInFacts>;

/** Renews a session of the same user, but never an ended one. */
async function renew(
  deps: Deps,
  user: User,
  session: Session | undefined,
  facts: SignInFacts,
): Promise<Session | undefined> {
  if (session === undefined) return undefined;
  const renewed = await changeRecordIf(deps.store.sessions, session, ({ userId, endedAt }) =>
    userId === user.id && endedAt === undefined ? facts : undefined,
  );
  return renewed?.after;
}

function signInFacts(deps: Deps, { user, passkeyId, amr, acr }: Authentication, caller: Caller, secret: string) {
  const now = deps.clock.now();
  const expiresAt = secondsAfter(now, deps.config.sessionAbsoluteLifetime);
  return {
    secretHash: sha256(secret),
    sessionEpoch: user.sessionEpoch,
    passkeyId,
    amr,
    acr,
    ipAddress: caller.ipAddress,
    userAgent: caller.userAgent?.slice(0, 512),
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt,
    keptUntil: secondsAfter(expiresAt, KEPT_AFTER_END),
  };
}

/** Records that the session signed in to a client, by one conditional write. */
export async function touchLastUsed(
  deps: Deps,
  { session }: Pick<ActiveSession, 'session'>,
  client: Client,
): Promise<void> {
  const now = deps.clock.now();
  await changeRecordIf(deps.store.sessions, session, ({ clients, lastUsedAt, endedAt }) => {
    const known = clients.some(({ generation }) => generation === client.generation);
    if (endedAt !== undefined || (known && !hasPassed(secondsAfter(lastUsedAt, NOTED_EVERY), now))) return undefined;
    return {
      clients: known ? clients : [...clients, { id: client.id, generation: client.generation }],
      lastUsedAt: now,
    };
  });
}

/** Ends a session: what is bound to it dies at its next use. Of several that try exactly one answers `true`. */
export function endSession(deps: Deps, session: Pick<Session, 'id'>): Promise<boolean> {
  return deps.store.sessions.end(session.id, deps.clock.now());
}
