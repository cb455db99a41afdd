/**
 * This folder contains the ways to get a passkey: with an enrolment link, as the first owner, as a new user of a
 * client, with a recovery code, or while signed in. Each has one `Enrol` function, which `verifyRegistration` calls for
 * a verified passkey, and which checks again whether the user may have the passkey.
 */
import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { Change } from '../../model/change-set.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import type { Challenge, ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';

/** The account that gets a passkey (`account`), and values to store with the challenge (`bound`). */
export interface EnrolmentBeginning {
  readonly account: Pick<User, 'webauthnUserId' | 'username' | 'name' | 'passkeyIds'>;
  readonly bound: Pick<Challenge, 'registration' | 'interactionId'>;
}

/** A verified passkey, and the records that were read for its registration. */
export interface Enrolment {
  readonly passkey: Passkey;
  /** The user as read before the passkey was verified. `undefined` if the user did not exist then. */
  readonly before: User | undefined;
  /** The session of the browser. `undefined` if the browser is not signed in. */
  readonly present: ActiveSession | undefined;
  readonly open: OpenInteraction | undefined;
}

/** What a registration changes, in one change set together with the new session and the audit events. */
export interface EnrolmentPlan {
  readonly changes: readonly Change[];
  /** The user after the registration. A new session gets the `sessionEpoch` of this user. */
  readonly user: User;
  /** The session of a user who was signed in before. If it is missing, a new session begins. */
  readonly active?: ActiveSession | undefined;
  /** The path of the next page, if no interaction continues. If it is missing, the next page is the account page. */
  readonly next?: string;
  /** Audit events in addition to `PASSKEY_ADDED`. */
  readonly events: readonly Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'detail'>[];
}

type RegistrationBy<Way extends ChallengeRegistration['by']> = Extract<ChallengeRegistration, { by: Way }>;

/**
 * Plans the registration of a verified passkey in one of the ways. It is called again if another request changes one of
 * the records before the plan is committed.
 */
export type Enrol<Way extends ChallengeRegistration['by']> = (
  deps: Deps,
  registration: RegistrationBy<Way>,
  enrolment: Enrolment,
) => Promise<EnrolmentPlan>;
