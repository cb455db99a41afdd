import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** The session of a user who is signed in to this server in one browser. It serves all clients of all issuers. */
export interface Session {
  /** A random, time-ordered id. ID tokens contain it as the claim `sid`, encrypted for pairwise clients. */
  readonly id: string;
  readonly version: number;
  /**
   * SHA-256 of the secret half of the session cookie. If the user signs in again in the same browser, the secret
   * changes and the session record stays.
   */
  readonly secretHash: string;
  readonly userId: string;
  /**
   * The value of `User.sessionEpoch` when the sign-in began. The session is invalid if the user's value has increased
   * since.
   */
  readonly sessionEpoch: number;
  readonly passkeyId: string;
  /** `Passkey.generation`. Absent if the passkey has none. */
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
   * Set when the session ends. A job clears it after planning a logout token for each client that has a back-channel
   * logout URI.
   */
  readonly endToTell?: Date | undefined;
  /** The record can be deleted after this time. Until then, tokens and logout deliveries of the session may need it. */
  readonly keptUntil: Date;
}

export interface SessionClient {
  readonly id: string;
  readonly generation: string;
}

export interface SessionStore extends RecordStore<Session> {
  /**
   * Changes the session if its version is still the one in `seen` and it has not ended. Returns the changed session, or
   * `undefined` if nothing was changed.
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
   * Ends the session and marks it, in the same write, as a session whose clients must get logout tokens. If several
   * calls race, exactly one returns `true`.
   */
  end(id: string, endedAt: Date): Promise<boolean>;
  /**
   * Ended sessions for which no logout tokens have been planned yet. The session that ended first is first in the list.
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
   * Selects the sessions that are valid at `at`: not ended, not past their absolute lifetime, and last used after
   * `usedAfter`.
   */
  readonly active?: { readonly at: Date; readonly usedAfter: Date } | undefined;
}
