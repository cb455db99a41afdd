/*
 * This folder describes what the protocols issue: grants, tokens, pushed requests and device authorizations. It also
 * describes the list of values that may be used only once. The protocols are in `src/oidc`. To understand this folder,
 * read `Grant` first, because every token of a user depends on a grant.
 */

import type { JsonObject } from '../json.js';
import type { NextPageRequest, Page, PageRequest, RecordStore } from '../record-store.js';

/**
 * The rights that a user gave a client in one authorization. The grant is created with the authorization code. The
 * tokens of the grant contain its id and become invalid when the grant is revoked. The grant is therefore stored until
 * all its tokens have expired.
 */
export interface Grant {
  /** A random, time-ordered id. The authorization code contains it. */
  readonly id: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /**
   * The value of `Client.grantEpoch` when the sign-in began. If the client's value has increased since, the grant is
   * invalid.
   */
  readonly clientGrantEpoch: number;
  /**
   * The value of `Client.refreshEpoch` when the grant was created. If the client's value has increased since, the
   * refresh tokens of the grant are invalid, and the grant ends with its session. Absent means 0.
   */
  readonly clientRefreshEpoch?: number | undefined;
  readonly userId: string;
  /**
   * The value of `User.grantEpoch` when the sign-in began. If the user's value has increased since, the grant is
   * invalid.
   */
  readonly userGrantEpoch: number;
  readonly sessionId?: string | undefined;
  /**
   * The passkey with which the user signed in. The grant is valid only while the user has this passkey. Absent in grants
   * of version 0.1 whose passkey is unknown.
   */
  readonly passkeyId?: string | undefined;
  /** The `generation` of the passkey in `passkeyId`. Absent if this passkey has no generation. */
  readonly passkeyGeneration?: string | undefined;
  /** Whether the grant stays valid after the session has ended (`offline_access`). */
  readonly offline: boolean;
  /**
   * The policy, permission or group membership that gave the user access to the client. The grant becomes invalid if
   * this policy, permission or membership is removed.
   */
  readonly accessBasis: AccessBasis;
  readonly consentId?: string | undefined;
  readonly scopes: readonly string[];
  /** The URIs of the APIs that the tokens may be used for (RFC 8707). */
  readonly resource: readonly string[];
  /**
   * Values of the authorization request that the server needs when it issues tokens, such as `redirect_uri`,
   * `code_challenge`, `nonce` and `claims`.
   */
  readonly request: JsonObject;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authTime: Date;
  /** SHA-256 of the secret half of the authorization code. */
  readonly codeHash?: string | undefined;
  readonly codeExpiresAt?: Date | undefined;
  readonly codeUsedAt?: Date | undefined;
  /**
   * SHA-256 of the secret half of a cookie. Present in a grant of forward auth from the time when its code was used: the
   * browser sends the cookie with every request to the protected host.
   */
  readonly cookieHash?: string | undefined;
  readonly revokedAt?: Date | undefined;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
  readonly expiresAt: Date;
}

/**
 * Why the user had access to the client: the client's policy allows all users, or the user or a group of the user has a
 * permission. The database stores it as JSON.
 */
export type AccessBasis =
  | { readonly by: 'policy' }
  | { readonly by: 'user'; readonly permissionId: string }
  | { readonly by: 'group'; readonly permissionId: string; readonly membershipId: string; readonly groupId: string };

export interface GrantStore extends RecordStore<Grant> {
  /** Updates the last-used time of the grant. This time is only shown to users and administrators. */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /**
   * Revokes the grant and returns `true`. Returns `false` if the grant is already revoked. If several calls race,
   * exactly one returns `true`.
   */
  revoke(id: string, revokedAt: Date): Promise<boolean>;
  /** Returns a page of the grants that match the filter, newest first. */
  page(request: PageRequest, filter: GrantFilter): Promise<Page<Grant>>;
  /**
   * Returns up to `first` ids of clients to which the user gave a grant that is valid at `standingAt`, sorted. With
   * `after`, only ids that follow this id.
   */
  clientIdsOfUser(
    userId: string,
    request: NextPageRequest & Required<Pick<GrantFilter, 'standingAt'>>,
  ): Promise<string[]>;
  count(filter: GrantFilter): Promise<number>;
}

export interface GrantFilter {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Selects the grants that are neither revoked nor expired at this time. */
  readonly standingAt?: Date | undefined;
}
