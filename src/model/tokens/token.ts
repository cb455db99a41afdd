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
  /** When this refresh token was replaced, or when its unused successor was replaced by another one. */
  readonly replacedAt?: Date | undefined;
  /**
   * The id of the refresh token that replaces this one. It is stored before that token is issued, so that a crash cannot
   * leave an unknown successor. The successor expires when this token does.
   */
  readonly successorId?: string | undefined;
  readonly successor?: SuccessorFacts | undefined;
  /** How often this token was used again after its replacement. */
  readonly repetitions?: number | undefined;
  /** In tokens that version 0.1 replaced: when the token was used a second time. */
  readonly graceUsedAt?: Date | undefined;
  /** In tokens that version 0.1 replaced: the ids of its successors, whose secrets are random. */
  readonly successorIds?: readonly string[] | undefined;
}

/**
 * The facts from which the secret of a refresh token's successor is derived, so that every request with the replaced
 * token gets the same successor. The database stores them as JSON.
 */
export type SuccessorFacts = {
  readonly salt: string;
  /** The id of the key in `SECRET_KEY` from which the successor's secret is derived. */
  readonly keyId: string;
  /** The thumbprint of the DPoP key that the successor is bound to. */
  readonly jkt?: string | undefined;
};

/** A client and its `grantEpoch` at the time when it obtained a token. The database stores it as JSON. */
export type TokenHolder = {
  readonly clientId: string;
  readonly clientGeneration: string;
  readonly clientGrantEpoch: number;
};

/** The state of a refresh token's replacement. A conditional write compares these fields. */
export type Rotation = Pick<Token, 'replacedAt' | 'graceUsedAt' | 'successorId'>;

export type Replacement = Required<Pick<Token, 'replacedAt' | 'successorId' | 'successor' | 'repetitions'>> &
  Pick<Token, 'expiresAt'>;

export interface TokenStore extends RecordStore<Token> {
  /**
   * Stores the tokens of one token response with one statement. A token that is already stored stays as it is. Returns
   * how many were stored.
   */
  insertMany(tokens: readonly Token[]): Promise<number>;
  /**
   * Marks a refresh token as replaced and stores the values from which its successor is derived. Returns `false`, and
   * changes nothing, if the token is revoked or another request has replaced it meanwhile. If several calls race, at
   * most one returns `true`.
   */
  replace(seen: Pick<Token, 'id'> & Rotation, changes: Replacement): Promise<boolean>;
  /**
   * Counts one more use of a replaced refresh token. Returns `false` if the token's successor has changed meanwhile, or
   * if the token is revoked or has been repeated `limit` times.
   */
  repeat(seen: Pick<Token, 'id' | 'successorId'>, limit: number): Promise<boolean>;
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
