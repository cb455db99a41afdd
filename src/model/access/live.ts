/*
 * Sessions, interactions, permissions and consents: the records that decide whether a user is signed in and may use a
 * client. The rules are in `src/access`; these files only describe the records. Start here: `LiveRecords` shows which
 * records a token depends on.
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
 * Every record that a token or a grant depends on, read by one statement on the primary. An absent record has been
 * deleted. The store does not decide whether the token is alive: `access/live-grant.ts` does.
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

/** A session with its user, and the records that could allow the user to sign in to one client. */
export interface SessionRecords {
  readonly session: Session;
  readonly user?: User | undefined;
  readonly permissions: readonly Permission[];
  /** Memberships in the groups of `permissions`, with those groups. */
  readonly memberships: readonly Membership[];
  readonly groups: readonly Group[];
  /** The user's consent for the client. */
  readonly consent?: Consent | undefined;
}

export interface LiveStore {
  /** One statement: a join, or one aggregation. Finds by opaque token, or by the grant that a code or JWT names. */
  readLive(by: { readonly tokenId: string } | { readonly grantId: string }): Promise<LiveRecords | undefined>;
  /**
   * One statement. Permissions and memberships are those that connect the user with this generation of the client,
   * directly or through a group. Without a client there are none.
   */
  readSession(sessionId: string, client?: { readonly generation: string }): Promise<SessionRecords | undefined>;
}
