import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export type TokenKind = 'access' | 'refresh';

/** An opaque access token or a refresh token. Its text is `id.secret`; only the hash of the secret is stored. */
export interface Token {
  /** Random, time-ordered. */
  readonly id: string;
  readonly kind: TokenKind;
  readonly secretHash: string;
  /** Absent for client credentials. */
  readonly grantId?: string | undefined;
  readonly issuerId: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** Without a grant: `Client.grantEpoch` when the token was issued. */
  readonly clientGrantEpoch?: number | undefined;
  /** The client that got the token by token exchange. `clientId` remains the client of the grant. */
  readonly exchangedBy?: TokenHolder | undefined;
  /** RFC 8693 §4.1: the party that acts for the user. */
  readonly act?: JsonObject | undefined;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** RFC 9449 §6.1: thumbprint of the key that the token is bound to. */
  readonly jkt?: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt?: Date | undefined;
  /** When a successor was issued, and when a second one was issued within the grace period. */
  readonly replacedAt?: Date | undefined;
  readonly graceUsedAt?: Date | undefined;
  /** Ids of these successors, stored before they are issued. */
  readonly successorIds?: readonly string[] | undefined;
}

/** A client at the time when it got a token. A type, not an interface, because it is stored as JSON. */
export type TokenHolder = {
  readonly clientId: string;
  readonly clientGeneration: string;
  readonly clientGrantEpoch: number;
};

/** The state of a token's rotation. */
export type Rotation = Pick<Token, 'replacedAt' | 'graceUsedAt'>;

export interface TokenStore extends RecordStore<Token> {
  /** Inserts all tokens of one response in one statement. */
  insertMany(tokens: readonly Token[]): Promise<void>;
  /**
   * Stores a successor of a token that has not ended, if the state of its rotation is still the one in `seen`, and
   * extends its lifetime. Of several concurrent calls with the same state exactly one returns `true`.
   */
  replace(
    seen: Pick<Token, 'id'> & Rotation,
    changes: Required<Pick<Token, 'successorIds'>> & Pick<Token, 'expiresAt'> & Rotation,
  ): Promise<boolean>;
  /** Ends a token that has neither been replaced nor ended. It excludes a rotation, and a rotation excludes it. */
  retire(id: string, endedAt: Date): Promise<boolean>;
  /** Extends the lifetime of a token that has not ended. */
  extend(id: string, expiresAt: Date): Promise<boolean>;
  /** Of several calls exactly one returns `true`. */
  end(id: string, endedAt: Date): Promise<boolean>;
}
