/*
 * This folder describes sessions, interactions, permissions and consents: the records that decide whether a user is
 * signed in and may use a client. The rules are in `src/access`. Start here: `LiveRecords` shows which records a token
 * depends on.
 */

import type { Client } from '../clients/client.js';
import type { Group, Membership } from '../people/group.js';
import type { User } from '../people/user.js';
import type { Grant } from '../tokens/grant.js';
import type { Token } from '../tokens/token.js';
import type { Consent } from './consent.js';
import type { Permission } from './permission.js';
import type { Session } from './session.js';

/**
 * A token or grant with all records that it depends on, read by one statement from the primary database server. A
 * record is `undefined` if it was deleted. `access/live-grant.ts` decides from these records whether the token is
 * valid.
 */
export interface LiveRecords {
  readonly token?: Token | undefined;
  readonly grant?: Grant | undefined;
  readonly user?: User | undefined;
  readonly client?: Client | undefined;
  readonly session?: Session | undefined;
  readonly permission?: Permission | undefined;
  readonly membership?: Membership | undefined;
  readonly group?: Group | undefined;
  readonly consent?: Consent | undefined;
}

/** A session with its user, and all records that could give the user access to one client. */
export interface SessionRecords {
  readonly session: Session;
  readonly user?: User | undefined;
  readonly permissions: readonly Permission[];
  /** The user's memberships in the groups that have access to the client. */
  readonly memberships: readonly Membership[];
  readonly groups: readonly Group[];
  /** The user's consent for the client. Absent if the user has not consented. */
  readonly consent?: Consent | undefined;
}

export interface LiveStore {
  /**
   * Reads everything that decides whether a token or grant is valid, with one statement. Use `tokenId` for an opaque
   * token, and `grantId` for a code or JWT, which contains the id of its grant.
   */
  readLive(by: { readonly tokenId: string } | { readonly grantId: string }): Promise<LiveRecords | undefined>;
  /**
   * Reads a session and its user with one statement. With `client`, also reads the user's consent, permissions and
   * memberships that give access to this client. Without `client`, the lists of the result are empty.
   */
  readSession(sessionId: string, client?: { readonly generation: string }): Promise<SessionRecords | undefined>;
}
