import type { RecordStore } from '../record-store.js';

export type Ceremony = 'authentication' | 'registration';

/** A challenge of a WebAuthn ceremony (WebAuthn Level 3 §13.4.3), bound to its ceremony and browser and taken once. */
export interface Challenge {
  /** SHA-256 of the challenge, base64url. */
  readonly id: string;
  readonly ceremony: Ceremony;
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string;
  readonly interactionId?: string | undefined;
  /** Registration: for whom, and what entitles them to it. */
  readonly registration?: ChallengeRegistration | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Types, not interfaces: they are stored as JSON. */
export type ChallengeRegistration =
  /** Signed in: one more passkey for oneself. */
  | { readonly by: 'session'; readonly userId: string; readonly sessionId: string }
  /** With the link of an administrator, or the first owner's. `username` is what the first owner chose. */
  | {
      readonly by: 'enrolment';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly linkId: string;
      readonly username: string;
      readonly name?: string;
    }
  /** A new user of a client that allows registration. */
  | {
      readonly by: 'client';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly username: string;
      readonly name?: string;
    }
  /** With a recovery code. */
  | { readonly by: 'recovery'; readonly userId: string; readonly codeHash: string };

export interface ChallengeStore extends RecordStore<Challenge> {
  /** Takes an unexpired challenge of this ceremony and browser: of several takers exactly one gets it. */
  take(id: string, ceremony: Ceremony, browserHash: string, now: Date): Promise<Challenge | undefined>;
}
