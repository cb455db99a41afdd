import { type ActiveSession, readSession } from '../../src/access/sessions/session.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { issueEnrolmentLink } from '../../src/admin/users/enrolment-links.js';
import type { Deps } from '../../src/model/deps.js';
import { CeremonyError } from '../../src/model/errors.js';
import type { AuditEvent, AuditEventType } from '../../src/model/log/audit-event.js';
import type { User } from '../../src/model/people/user.js';
import type { Registered } from '../../src/webauthn/ceremony/verify-registration.js';
import { type Browser, browser, register } from './ceremonies.js';
import { makeUser } from './fixtures.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from './software-authenticator.js';

/** A session that counts, with its user as they are now; throws where it does not. */
export async function activeOf(deps: Deps, { sessionCookie }: { sessionCookie?: string | undefined }) {
  const active = await readSession(deps, sessionCookie);
  if (active === undefined) throw new Error('The session does not count.');
  return active;
}

/** Somebody with one passkey, signed in by it. */
export interface Enrolled {
  readonly authenticator: SoftwareAuthenticator;
  readonly registered: Registered;
  readonly cookie: string;
  active(): Promise<ActiveSession>;
  user(): Promise<User>;
}

export async function enrolUser(deps: Deps, changes: Partial<User> = {}): Promise<Enrolled> {
  const link = await issueEnrolmentLink(deps, systemCaller, await makeUser(deps, changes));
  const enrolment = new URL(link.url).pathname.split('/').at(-1);
  const authenticator = softwareAuthenticator();
  const registered = await register(deps, authenticator, { request: { enrolment } });
  return {
    authenticator,
    registered,
    cookie: registered.sessionCookie ?? '',
    active: () => activeOf(deps, registered),
    user: async () => {
      const user = await deps.store.users.find(registered.user.id);
      if (user === undefined) throw new Error('The user is gone.');
      return user;
    },
  };
}

/** One more passkey for them, on a device of its own. */
export async function addPasskey(
  deps: Deps,
  { active, cookie }: Enrolled,
  authenticator = softwareAuthenticator(),
  place: Browser = browser('browser', cookie),
): Promise<Registered> {
  return register(deps, authenticator, { in: place, request: {}, activeSession: await active() });
}

/** The code of the ceremony's error that it is refused with; throws where it is not. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CeremonyError) return error.code;
  throw new Error(`It was not refused: ${String(error)}`);
}

export async function audited(deps: Deps, ...types: AuditEventType[]): Promise<AuditEvent[]> {
  return (await deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', { types })).items.map(
    ({ record }) => record,
  );
}
