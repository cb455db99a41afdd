/**
 * Who may register a passkey: a user with an enrolment link, the first owner, a new user of a client, a user with a
 * recovery code, a signed-in user. Each way has one file with an `Enrol` function, called by `verifyRegistration` after
 * the credential has been verified. The entitlement is checked and used up in the write that lists the passkey.
 */
import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import type { Challenge, ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';

/** The account that gets a passkey, and what the challenge has to remember. */
export interface EnrolmentBeginning {
  readonly account: Pick<User, 'webauthnUserId' | 'username' | 'name' | 'passkeyIds'>;
  readonly bound: Pick<Challenge, 'registration' | 'interactionId'>;
}

/** A verified passkey and its context. */
export interface Enrolment {
  readonly passkey: Passkey;
  /** The user, read before the passkey was verified. */
  readonly before: User | undefined;
  /** The browser's session. */
  readonly present: ActiveSession | undefined;
  readonly open: OpenInteraction | undefined;
}

export interface Enrolled {
  /** With the epoch for a new session. */
  readonly user: User;
  /** A session that stays. Without one, the user is signed in. */
  readonly active?: ActiveSession | undefined;
  /** The next page if there is no interaction; the account page by default. */
  readonly next?: string;
  /** Besides `PASSKEY_ADDED`. */
  readonly events: readonly Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'detail'>[];
}

type RegistrationBy<Way extends ChallengeRegistration['by']> = Extract<ChallengeRegistration, { by: Way }>;

/** Orders its writes so that a crash between them leaves less access. */
export type Enrol<Way extends ChallengeRegistration['by']> = (
  deps: Deps,
  registration: RegistrationBy<Way>,
  enrolment: Enrolment,
) => Promise<Enrolled>;

export type LinkRegistration = RegistrationBy<'enrolment'>;
