import type { JsonObject } from '../json.js';
import type { Page, PageRequest, RecordStore } from '../record-store.js';

/**
 * What a user let a client have: one record per authorization, born with the code and kept until the last
 * thing it allows has expired. Tokens name their grant and are dead when it is.
 */
export interface Grant {
  /** Random, time-ordered; the code carries it. */
  readonly id: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** `Client.grantEpoch` from the moment the sign-in began. */
  readonly clientGrantEpoch: number;
  readonly userId: string;
  /** `User.grantEpoch` from that moment. */
  readonly userGrantEpoch: number;
  readonly sessionId?: string | undefined;
  /** Survives the end of the session. */
  readonly offline: boolean;
  /** What let the user in. */
  readonly accessBasis: AccessBasis;
  readonly consentId?: string | undefined;
  readonly scopes: readonly string[];
  /** RFC 8707 */
  readonly resource: readonly string[];
  /** Verb-specific members of the authorization: `redirect_uri`, `code_challenge`, `nonce`, `claims` … */
  readonly request: JsonObject;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authTime: Date;
  /** SHA-256 of the secret half of the code. */
  readonly codeHash?: string | undefined;
  readonly codeExpiresAt?: Date | undefined;
  readonly codeUsedAt?: Date | undefined;
  readonly revokedAt?: Date | undefined;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
  readonly expiresAt: Date;
}

/** What let a user in to a client (design: the sign-in decision). A type, not an interface: it is stored as JSON. */
export type AccessBasis =
  | { readonly by: 'policy' }
  | { readonly by: 'user'; readonly permissionId: string }
  | { readonly by: 'group'; readonly permissionId: string; readonly membershipId: string; readonly groupId: string };

export interface GrantStore extends RecordStore<Grant> {
  /**
   * Redeems the code: sets `codeUsedAt`, `lastUsedAt` and `expiresAt`, if the hash, client and generation are the grant's and
   * the code is unused, unexpired and not revoked. Of several at once exactly one answers `true`.
   */
  redeem(
    code: {
      readonly grantId: string;
      readonly codeHash: string;
      readonly clientId: string;
      readonly clientGeneration: string;
    },
    now: Date,
    expiresAt: Date,
  ): Promise<boolean>;
  /** Notes a use behind the answer: nothing depends on it. */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /** Of several revocations exactly one answers `true`. */
  revoke(id: string, revokedAt: Date): Promise<boolean>;
  /** Newest first. */
  page(request: PageRequest, filter: GrantFilter): Promise<Page<Grant>>;
  count(filter: GrantFilter): Promise<number>;
}

export interface GrantFilter {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Neither revoked nor expired at this instant. */
  readonly standingAt?: Date | undefined;
}
