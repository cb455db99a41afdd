/**
 * This folder registers passkeys. There are seven kinds of registration: with an enrolment link, as the first owner,
 * as a new user of a client or with an invitation (see `webauthn/invitations`), with a recovery code, by a signed-in
 * user, and on another device of a signed-in user (see `webauthn/second-device`). For each kind, one function of the
 * type `Enrol` checks whether the user may have the verified passkey. `verifyRegistration` calls this function.
 */

import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { NewRecipient, VerificationMail } from '../../mail/verification-mail.js';
import type { Session } from '../../model/access/session.js';
import type { Change } from '../../model/change-set.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import type { Challenge, ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';

/** The account that gets a passkey (`account`), and the values that are stored with the challenge (`bound`). */
export interface EnrolmentBeginning {
  readonly account: Pick<User, 'webauthnUserId' | 'username' | 'name' | 'passkeyIds'>;
  readonly bound: Pick<Challenge, 'registration' | 'interactionId'>;
}

/** A verified passkey, and the records that were read for its registration. */
export interface Enrolment {
  readonly passkey: Passkey;
  /** The user as stored before the passkey was verified. `undefined` if the user did not exist yet. */
  readonly before: User | undefined;
  /** The session of the browser. `undefined` if the browser is not signed in. */
  readonly present: ActiveSession | undefined;
  readonly open: OpenInteraction | undefined;
  /** The language of the page. */
  readonly language: string | undefined;
  /** Plans the mail with which a new user verifies the address. */
  readonly planFirstVerification: (recipient: NewRecipient) => Promise<VerificationMail | undefined>;
  /** SHA-256 of the cookie that identifies the browser. */
  readonly browserHash: string;
}

/**
 * What a registration changes. The changes are stored in one change set, together with the new session and the audit
 * events.
 */
export interface EnrolmentPlan {
  readonly changes: readonly Change[];
  /** The user after the registration. If a new session begins, it gets the `sessionEpoch` of this user. */
  readonly user: User;
  /** The session of a user who was already signed in. If this member is missing, a new session begins. */
  readonly active?: ActiveSession | undefined;
  /**
   * Present if the passkey is not registered yet: the session in which the user has to confirm it. The browser is not
   * signed in then.
   */
  readonly waitsIn?: Session | undefined;
  /** Present if an administrator has to approve the new account. The browser is not signed in then. */
  readonly awaitsApproval?: true | undefined;
  /**
   * The path of the next page, if the ceremony began without an interaction. Its query says which notice the account
   * page shows. If this member is missing, the next page is the account page without a notice.
   */
  readonly next?: string;
  /** The path of the next page in an interaction. If this member is missing, the interaction continues. */
  readonly nextInSignIn?: string | undefined;
  /** Audit events to write in addition to `PASSKEY_ADDED`. */
  readonly events: readonly Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'detail'>[];
}

type RegistrationBy<Way extends ChallengeRegistration['by']> = Extract<ChallengeRegistration, { by: Way }>;

/**
 * Plans the registration of a verified passkey, for one kind of registration. The function is called again if another
 * request changes a record on which the plan depends before the plan is committed.
 */
export type Enrol<Way extends ChallengeRegistration['by']> = (
  deps: Deps,
  registration: RegistrationBy<Way>,
  enrolment: Enrolment,
) => Promise<EnrolmentPlan>;
