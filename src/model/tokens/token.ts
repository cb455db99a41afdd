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
   * The client that obtained this token by token exchange. `clientId` is then the client to which the user gave the
   * grant. Absent if the token was not exchanged.
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
  /**
   * When this refresh token was replaced. If the client never used the new token and another one took its place, the
   * time when that happened.
   */
  readonly replacedAt?: Date | undefined;
  /**
   * The id of the refresh token that replaces this token. It is stored before the new token is issued, so that the
   * server knows every issued token even after a crash. Both tokens expire at the same time.
   */
  readonly successorId?: string | undefined;
  readonly successor?: SuccessorFacts | undefined;
  /** How many requests used this token after it was replaced. */
  readonly repetitions?: number | undefined;
  /** Present only in tokens that version 0.1 replaced: when the token was used a second time. */
  readonly graceUsedAt?: Date | undefined;
  /**
   * Present only in tokens that version 0.1 replaced: the ids of the tokens that replaced this token. Their secrets are
   * random.
   */
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

/**
 * A client, with the value that its `grantEpoch` had when the client obtained a token. The database stores both as
 * JSON.
 */
export type TokenHolder = {
  readonly clientId: string;
  readonly clientGeneration: string;
  readonly clientGrantEpoch: number;
};

/**
 * The fields of a refresh token that change when it is replaced. A conditional write compares them, so that only one of
 * several racing requests replaces the token.
 */
export type Rotation = Pick<Token, 'replacedAt' | 'graceUsedAt' | 'successorId'>;

export type Replacement = Required<Pick<Token, 'replacedAt' | 'successorId' | 'successor' | 'repetitions'>> &
  Pick<Token, 'expiresAt'>;

export interface TokenStore extends RecordStore<Token> {
  /**
   * Counts another use of a refresh token after its replacement. Returns `false` if its successor is no longer the one
   * in `seen`, if the token is revoked, or if `limit` such uses are already counted.
   */
  repeat(seen: Pick<Token, 'id' | 'successorId'>, limit: number): Promise<boolean>;
  /**
   * Revokes a refresh token that has not been used yet. Returns `false` if the token is already replaced or revoked. If
   * another request replaces the token at the same time, only one of the two succeeds.
   */
  retire(id: string, endedAt: Date): Promise<boolean>;
}
