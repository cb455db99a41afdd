import type { Client } from '../clients/client.js';
import type { Group, Membership } from '../people/group.js';
import type { User } from '../people/user.js';
import type { Grant } from '../tokens/grant.js';
import type { Token } from '../tokens/token.js';
import type { Consent } from './consent.js';
import type { Permission } from './permission.js';
import type { Session } from './session.js';

/**
 * All that a token or a grant stands on, as one statement on the primary found it. What is absent here is gone.
 * Whether that makes the token dead is decided by `access/live-grant.ts`, not by the store.
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

/** A session with its user, and what could let them in to one client. */
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
  /** One statement: a JOIN, or one aggregation. By the id of an opaque token, or of the grant that a code or JWT names. */
  readLive(by: { readonly tokenId: string } | { readonly grantId: string }): Promise<LiveRecords | undefined>;
  /**
   * One statement. Without a client: the session and its user alone. Permissions and memberships are those of the
   * user at the client's generation, directly or by a group.
   */
  readSession(sessionId: string, client?: { readonly generation: string }): Promise<SessionRecords | undefined>;
}
