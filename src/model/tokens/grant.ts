/*
 * What the protocols issue: grants, tokens, pushed requests, device authorizations, and the values that are accepted
 * once. The protocols themselves are in `src/oidc`. Start with `Grant`, on which every token of a user depends.
 */

import type { JsonObject } from '../json.js';
import type { Page, PageRequest, RecordStore } from '../record-store.js';

/**
 * What a user granted a client: one record for each authorization, created with the code and kept until everything that
 * depends on it has expired. Tokens name their grant and are invalid once it is revoked.
 */
export interface Grant {
  /** Random, time-ordered; the code carries it. */
  readonly id: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** `Client.grantEpoch` when the sign-in began. */
  readonly clientGrantEpoch: number;
  readonly userId: string;
  /** `User.grantEpoch` at the same time. */
  readonly userGrantEpoch: number;
  readonly sessionId?: string | undefined;
  /** Stays valid after the session has ended. */
  readonly offline: boolean;
  /** Why the user may use the client. */
  readonly accessBasis: AccessBasis;
  readonly consentId?: string | undefined;
  readonly scopes: readonly string[];
  /** RFC 8707 */
  readonly resource: readonly string[];
  /** Members that belong to the protocol: `redirect_uri`, `code_challenge`, `nonce`, `claims` … */
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

/** Which record allowed the user to use the client. A type, not an interface, because it is stored as JSON. */
export type AccessBasis =
  | { readonly by: 'policy' }
  | { readonly by: 'user'; readonly permissionId: string }
  | { readonly by: 'group'; readonly permissionId: string; readonly membershipId: string; readonly groupId: string };

export interface GrantStore extends RecordStore<Grant> {
  /**
   * Redeems the code: sets `codeUsedAt`, `lastUsedAt` and `expiresAt`. `false` if hash, client or generation differ, or if
   * the code is used, expired or revoked. Of several concurrent calls exactly one returns `true`.
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
  /** Updates the last-used time. Nothing depends on it. */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /** Of several calls exactly one returns `true`. */
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
