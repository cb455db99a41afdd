import { type ActiveSession, findActiveSession } from '../../src/access/sessions/session.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { issueEnrolmentLink } from '../../src/admin/users/enrolment-link-issue.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEvent, AuditEventType } from '../../src/model/log/audit-event.js';
import type { User } from '../../src/model/people/user.js';
import { type Browser, browser, ceremonyErrorOf, register, type SignedInByRegistration } from './ceremonies.js';
import { makeUser } from './fixtures.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from './software-authenticator.js';

/** The active session of a cookie, with its user. Throws if the session is not valid. */
export async function activeOf(deps: Deps, { sessionCookie }: { sessionCookie?: string | undefined }) {
  const active = await findActiveSession(deps, sessionCookie);
  if (active === undefined) throw new Error('The session is not valid.');
  return active;
}

/** A user with one passkey, signed in. */
export interface Enrolled {
  readonly authenticator: SoftwareAuthenticator;
  readonly registered: SignedInByRegistration;
  readonly cookie: string;
  active(): Promise<ActiveSession>;
  user(): Promise<User>;
}

export async function enrolUser(deps: Deps, changes: Partial<User> = {}): Promise<Enrolled> {
  const link = await issueEnrolmentLink(deps, systemCaller, await makeUser(deps, { passkeyIds: [], ...changes }));
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
      if (user === undefined) throw new Error('The user does not exist.');
      return user;
    },
  };
}

/** Adds a passkey on another device. */
export async function addPasskey(
  deps: Deps,
  { active, cookie }: Enrolled,
  authenticator = softwareAuthenticator(),
  place: Browser = browser('browser', cookie),
): Promise<SignedInByRegistration> {
  return register(deps, authenticator, { in: place, request: {}, activeSession: await active() });
}

/** The code of the error that refuses the attempt. Throws if the attempt succeeds. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  return (await ceremonyErrorOf(attempt)).code;
}

export async function audited(deps: Deps, ...types: AuditEventType[]): Promise<AuditEvent[]> {
  // This order also lists events that wait for their sequence.
  const { items } = await deps.store.auditEvents.page({ first: 100 }, 'NEWEST_FIRST', { types });
  return items.map(({ record }) => record).toReversed();
}
