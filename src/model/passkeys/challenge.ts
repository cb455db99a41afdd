import type { RecordStore } from '../record-store.js';

export type Ceremony = 'authentication' | 'registration';

/** A challenge (WebAuthn Level 3 §13.4.3), bound to its ceremony and browser, and taken only once. */
export interface Challenge {
  /** SHA-256 of the challenge, in base64url. */
  readonly id: string;
  readonly ceremony: Ceremony;
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string;
  readonly interactionId?: string | undefined;
  /** For a registration: the user, and why the user may register a passkey. */
  readonly registration?: ChallengeRegistration | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A type, not an interface, because it is stored as JSON. */
export type ChallengeRegistration =
  /** A signed-in user adds a passkey. */
  | { readonly by: 'session'; readonly userId: string; readonly sessionId: string }
  /** A user has a link from an administrator, or the first owner's link. The first owner chooses `username`. */
  | {
      readonly by: 'enrolment';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly linkId: string;
      readonly username: string;
      readonly name?: string;
    }
  /** A new user registers at a client that allows it. */
  | {
      readonly by: 'client';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly username: string;
      readonly name?: string;
    }
  /** A user has a recovery code. */
  | { readonly by: 'recovery'; readonly userId: string; readonly codeHash: string };

export interface ChallengeStore extends RecordStore<Challenge> {
  /** Removes and returns an unexpired challenge of this ceremony and browser. Of several calls exactly one gets it. */
  take(id: string, ceremony: Ceremony, browserHash: string, now: Date): Promise<Challenge | undefined>;
}
