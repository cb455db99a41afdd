import type { RecordStore } from '../record-store.js';

export type Ceremony = 'authentication' | 'registration';

/** A WebAuthn challenge (Level 3 §13.4.3). It is valid for one ceremony in one browser, and only once. */
export interface Challenge {
  /** SHA-256 of the challenge, in base64url. The challenge itself is not stored. */
  readonly id: string;
  readonly ceremony: Ceremony;
  /** SHA-256 of the cookie that identifies the browser. */
  readonly browserHash: string;
  readonly interactionId?: string | undefined;
  /**
   * Present only if the ceremony registers a passkey: the user who gets the passkey, and why this user may register it.
   */
  readonly registration?: ChallengeRegistration | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The six reasons why a user may register a passkey, each with the values that the registration then needs. */
export type ChallengeRegistration =
  /** The user is signed in and adds a passkey. */
  | { readonly by: 'session'; readonly userId: string; readonly sessionId: string }
  /**
   * The user has an enrolment link. If the link is for the first owner of the server, the user also chooses a username.
   */
  | {
      readonly by: 'enrolment';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly linkId: string;
      readonly username: string;
      readonly name?: string;
    }
  /** A new user signs up at a client that allows registration. */
  | {
      readonly by: 'client';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly username: string;
      readonly name?: string;
      readonly email?: string;
    }
  /** A new user creates an account with an invitation. */
  | {
      readonly by: 'invitation';
      readonly userId: string;
      readonly webauthnUserId: string;
      readonly invitationId: string;
      readonly username: string;
      readonly name?: string;
      readonly email?: string;
    }
  /** A device of the user joins the account with a link that the user made on another device. */
  | { readonly by: 'device'; readonly userId: string; readonly linkId: string; readonly generation: string }
  /** The user has lost their passkeys and uses a recovery code. */
  | { readonly by: 'recovery'; readonly userId: string; readonly codeHash: string };

export interface ChallengeStore extends RecordStore<Challenge> {
  /**
   * Deletes and returns the challenge, if it has not expired and belongs to this ceremony and browser. If several calls
   * for the same challenge race, only one gets it.
   */
  take(id: string, ceremony: Ceremony, browserHash: string, now: Date): Promise<Challenge | undefined>;
}
