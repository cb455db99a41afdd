import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** One browser in which a user is signed in: to the server, for all clients of all issuers. */
export interface Session {
  /** Random, time-ordered; `sid` of ID tokens. */
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the secret half of the cookie; signing in again changes it and keeps the record. */
  readonly secretHash: string;
  readonly userId: string;
  /** `User.sessionEpoch` from the moment the sign-in began. */
  readonly sessionEpoch: number;
  readonly passkeyId: string;
  readonly amr: readonly string[];
  readonly acr: string;
  /** The clients that the session signed in to. */
  readonly clients: readonly SessionClient[];
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly createdAt: Date;
  readonly authenticatedAt: Date;
  readonly lastUsedAt: Date;
  /** End of the absolute lifetime. */
  readonly expiresAt: Date;
  readonly endedAt?: Date | undefined;
  /** Set by its end, until a delivery to each client that wants to know is planned. */
  readonly endToTell?: Date | undefined;
  /** When the record may go: after its tokens and deliveries. */
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
  /** Of several ends exactly one answers `true`. The same write notes that its clients are to be told. */
  end(id: string, endedAt: Date): Promise<boolean>;
  /** Ended by `now`, and nobody was told yet; the first that ended first. */
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
