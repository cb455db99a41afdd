import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export type TokenKind = 'access' | 'refresh';

/**
 * An opaque access token or a refresh token. The client gets `id.secret`; the server stores only a hash of the secret.
 */
export interface Token {
  readonly id: string;
  readonly kind: TokenKind;
  readonly secretHash: string;
  /** The grant that the token depends on. Absent for the grant type `client_credentials`, which has no user. */
  readonly grantId?: string | undefined;
  readonly issuerId: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /**
   * For a token without a grant: the value of `Client.grantEpoch` when the token was issued. If the client's value has
   * increased since, the token is invalid.
   */
  readonly clientGrantEpoch?: number | undefined;
  /**
   * The client that obtained this token by token exchange. `clientId` is then the client that the user gave the grant
   * to.
   */
  readonly exchangedBy?: TokenHolder | undefined;
  /** The claim `act` (RFC 8693 §4.1): the client that acts for the user after a token exchange. */
  readonly act?: JsonObject | undefined;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** The thumbprint of the DPoP key that the token is bound to (RFC 9449 §6.1). Absent for a bearer token. */
  readonly jkt?: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt?: Date | undefined;
  /** When this refresh token was replaced by a new one. */
  readonly replacedAt?: Date | undefined;
  /** When this token was used a second time, within the grace period after its replacement. */
  readonly graceUsedAt?: Date | undefined;
  /**
   * Ids of the refresh tokens that replace this one. They are stored before those tokens are issued, so that a crash
   * cannot leave an unknown successor.
   */
  readonly successorIds?: readonly string[] | undefined;
}

/** A client and its `grantEpoch` at the time when it obtained a token. The database stores it as JSON. */
export type TokenHolder = {
  readonly clientId: string;
  readonly clientGeneration: string;
  readonly clientGrantEpoch: number;
};

/** Whether, and when, a refresh token was replaced. A conditional write compares these fields. */
export type Rotation = Pick<Token, 'replacedAt' | 'graceUsedAt'>;

export interface TokenStore extends RecordStore<Token> {
  /** Stores all tokens of one token response with one statement. */
  insertMany(tokens: readonly Token[]): Promise<void>;
  /**
   * Marks a refresh token as replaced and stores the id of its successor. Returns `false`, and changes nothing, if the
   * token is revoked or another request has replaced it meanwhile. If several calls race, exactly one returns `true`.
   */
  replace(
    seen: Pick<Token, 'id'> & Rotation,
    changes: Required<Pick<Token, 'successorIds'>> & Pick<Token, 'expiresAt'> & Rotation,
  ): Promise<boolean>;
  /**
   * Revokes a refresh token that has not been used yet. Returns `false` if it was replaced or revoked before. Of this
   * call and a racing `replace`, only one succeeds.
   */
  retire(id: string, endedAt: Date): Promise<boolean>;
  /** Sets a later expiry, unless the token is revoked. Returns whether the expiry was set. */
  extend(id: string, expiresAt: Date): Promise<boolean>;
  /** Revokes the token. If several calls race, exactly one returns `true`. */
  end(id: string, endedAt: Date): Promise<boolean>;
}
