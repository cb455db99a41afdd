import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export type TokenKind = 'access' | 'refresh';

/** An opaque access token or a refresh token: `id.secret`, of which the hash of the secret is stored. */
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
  /** Without a grant: `Client.grantEpoch` from the moment it was issued. */
  readonly clientGrantEpoch?: number | undefined;
  /** By token exchange: whose it is. `clientId` stays the grant's, under which it was issued. */
  readonly exchangedBy?: TokenHolder | undefined;
  /** RFC 8693 §4.1: who acts for the user. */
  readonly act?: JsonObject | undefined;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** RFC 9449 §6.1: thumbprint of the key that the token is bound to. */
  readonly jkt?: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt?: Date | undefined;
  /** Rotation: when a successor was issued, and once more within the grace period. */
  readonly replacedAt?: Date | undefined;
  readonly graceUsedAt?: Date | undefined;
  /** Ids of those successors, named before they are issued. */
  readonly successorIds?: readonly string[] | undefined;
}

/** A client as it was when it got a token. A type, not an interface: it is stored as JSON. */
export type TokenHolder = {
  readonly clientId: string;
  readonly clientGeneration: string;
  readonly clientGrantEpoch: number;
};

/** Where the rotation of a token stands. */
export type Rotation = Pick<Token, 'replacedAt' | 'graceUsedAt'>;

export interface TokenStore extends RecordStore<Token> {
  /** All that one answer issues, in one statement. */
  insertMany(tokens: readonly Token[]): Promise<void>;
  /**
   * Notes a successor of a token that was not ended, if its rotation still stands where it was seen, and lengthens the
   * token's life. Of several at once that saw the same exactly one answers `true`.
   */
  replace(
    seen: Pick<Token, 'id'> & Rotation,
    changes: Required<Pick<Token, 'successorIds'>> & Pick<Token, 'expiresAt'> & Rotation,
  ): Promise<boolean>;
  /** Ends a token that was neither replaced nor ended: it and its rotation exclude each other. */
  retire(id: string, endedAt: Date): Promise<boolean>;
  /** Lengthens the life of one that was not ended. */
  extend(id: string, expiresAt: Date): Promise<boolean>;
  /** Of several ends exactly one answers `true`. */
  end(id: string, endedAt: Date): Promise<boolean>;
}
