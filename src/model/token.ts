import type { RecordStore } from './record-store.js';

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
  readonly clientIncarnation: string;
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
}

export interface TokenStore extends RecordStore<Token> {
  /** All that one answer issues, in one statement. */
  insertMany(tokens: readonly Token[]): Promise<void>;
  /** Of several ends exactly one answers `true`. */
  end(id: string, endedAt: Date): Promise<boolean>;
}
