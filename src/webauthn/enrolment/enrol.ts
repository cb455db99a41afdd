import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import type { Challenge, ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';

/** For whom a passkey is to be made, and what its challenge must remember. */
export interface Registering {
  readonly account: Pick<User, 'webauthnUserId' | 'username' | 'name' | 'passkeyIds'>;
  readonly bound: Pick<Challenge, 'registration' | 'interactionId'>;
}

/** A passkey that was verified and is to be kept, and the circumstances. */
export interface Enrolment {
  readonly passkey: Passkey;
  /** Its user, as they were before anything was verified. */
  readonly before: User | undefined;
  readonly present: ActiveSession | undefined;
  readonly open: OpenInteraction | undefined;
}

export interface Enrolled {
  /** With the epoch that a new session carries. */
  readonly user: User;
  /** The session that goes on; without one the user is signed in. */
  readonly active?: ActiveSession | undefined;
  /** Where they go on who were on their way nowhere; their account where it is not given. */
  readonly next?: string;
  /** What happened, beside the passkey. */
  readonly events: readonly Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'detail'>[];
}

type By<Way extends ChallengeRegistration['by']> = Extract<ChallengeRegistration, { by: Way }>;

/** One way to be entitled to a passkey. Each makes its writes in such an order that a death between them gives less. */
export type Enrol<Way extends ChallengeRegistration['by']> = (
  deps: Deps,
  registration: By<Way>,
  enrolment: Enrolment,
) => Promise<Enrolled>;

export type LinkRegistration = By<'enrolment'>;
