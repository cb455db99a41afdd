import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** A browser in which a user is signed in to the server, for all clients of all issuers. */
export interface Session {
  /** Random, time-ordered; `sid` of ID tokens. */
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the secret half of the cookie. A new sign-in in the same browser changes it and keeps the record. */
  readonly secretHash: string;
  readonly userId: string;
  /** `User.sessionEpoch` when the sign-in began. */
  readonly sessionEpoch: number;
  readonly passkeyId: string;
  readonly amr: readonly string[];
  readonly acr: string;
  /** The clients to which the user signed in. */
  readonly clients: readonly SessionClient[];
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly createdAt: Date;
  readonly authenticatedAt: Date;
  readonly lastUsedAt: Date;
  /** End of the absolute lifetime. */
  readonly expiresAt: Date;
  readonly endedAt?: Date | undefined;
  /** Set when the session ends, until a logout delivery is planned for each client that asked for one. */
  readonly endToTell?: Date | undefined;
  /** The record can be removed after this time, when its tokens and deliveries have ended. */
  readonly keptUntil: Date;
}

export interface SessionClient {
  readonly id: string;
  readonly generation: string;
}

export interface SessionStore extends RecordStore<Session> {
  /** Compare-and-set on `version`, as in `VersionedStore`; an ended session is never changed. */
  update(
    seen: Session,
    changes: Partial<
      Pick<
        Session,
        | 'secretHash'
        | 'sessionEpoch'
        | 'passkeyId'
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
  /** Of several calls exactly one returns `true`. The same write marks the session for logout deliveries. */
  end(id: string, endedAt: Date): Promise<boolean>;
  /** Sessions that have ended and whose deliveries are not planned yet, the earliest end first. */
  findEndsToTell(now: Date, limit: number): Promise<Session[]>;
  endTold(id: string): Promise<boolean>;
  findMany(ids: readonly string[]): Promise<Session[]>;
  /** Newest first. */
  page(request: PageRequest, filter: SessionFilter): Promise<Page<Session>>;
  count(filter: SessionFilter): Promise<number>;
}

export interface SessionFilter {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Neither ended nor past the end of its absolute lifetime at `at`, and used after `usedAfter`. */
  readonly active?: { readonly at: Date; readonly usedAfter: Date } | undefined;
}
