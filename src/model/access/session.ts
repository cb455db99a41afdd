import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** The session of a user who is signed in to this server in one browser. It serves all clients of all issuers. */
export interface Session {
  /** A random, time-ordered id. ID tokens contain it as the claim `sid`, encrypted for pairwise clients. */
  readonly id: string;
  readonly version: number;
  /**
   * SHA-256 of the secret half of the session cookie. If the user signs in again in the same browser, the session gets
   * a new secret and keeps its id.
   */
  readonly secretHash: string;
  readonly userId: string;
  /**
   * The value of `User.sessionEpoch` when the sign-in began. The session is invalid if the user's value has increased
   * since.
   */
  readonly sessionEpoch: number;
  readonly passkeyId: string;
  /** The `generation` of the passkey in `passkeyId`. Absent if this passkey has no generation. */
  readonly passkeyGeneration?: string | undefined;
  readonly amr: readonly string[];
  readonly acr: string;
  /** The clients that the user signed in to during this session. */
  readonly clients: readonly SessionClient[];
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly createdAt: Date;
  readonly authenticatedAt: Date;
  readonly lastUsedAt: Date;
  /** The session ends at this time even if the user is active. */
  readonly expiresAt: Date;
  readonly endedAt?: Date | undefined;
  /**
   * Set when the session ends. A job plans a logout token for each client that has a back-channel logout URI, and then
   * clears this field.
   */
  readonly endToTell?: Date | undefined;
  /**
   * The record can be deleted after this time. Until then, tokens and logout deliveries of the session may need it, and
   * so may the link of the mail about a planned deletion of the account.
   */
  readonly keptUntil: Date;
}

export interface SessionClient {
  readonly id: string;
  readonly generation: string;
}

export interface SessionStore extends RecordStore<Session> {
  /**
   * Changes the session and returns it with the changes. If the session has ended, or no longer has the version of
   * `seen`, changes nothing and returns `undefined`.
   */
  update(
    seen: Session,
    changes: Partial<
      Pick<
        Session,
        | 'secretHash'
        | 'sessionEpoch'
        | 'passkeyId'
        | 'passkeyGeneration'
        | 'amr'
        | 'acr'
        | 'clients'
        | 'ipAddress'
        | 'userAgent'
        | 'authenticatedAt'
        | 'lastUsedAt'
        | 'expiresAt'
        | 'keptUntil'
      >
    >,
  ): Promise<Session | undefined>;
  /**
   * Returns up to `limit` ended sessions for which no logout tokens have been planned yet. The session that ended first
   * comes first.
   */
  findEndsToTell(now: Date, limit: number): Promise<Session[]>;
  endTold(id: string): Promise<boolean>;
  findMany(ids: readonly string[]): Promise<Session[]>;
  /** Returns a page of the sessions that match the filter, newest first. */
  page(request: PageRequest, filter: SessionFilter): Promise<Page<Session>>;
  count(filter: SessionFilter): Promise<number>;
}

export interface SessionFilter {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  /**
   * Selects the sessions that are valid at the time `at`. Such a session has not ended, has not reached its absolute
   * lifetime, and was last used after `usedAfter`.
   */
  readonly active?: { readonly at: Date; readonly usedAfter: Date } | undefined;
}
