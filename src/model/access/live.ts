/*
 * This folder describes sessions, interactions, permissions and consents: the records that decide whether a user is
 * signed in and may use a client. The rules are in `src/access`. To understand this folder, read `LiveRecords` first,
 * which shows the records that a token depends on.
 */

import type { Client } from '../clients/client.js';
import type { Challenge } from '../passkeys/challenge.js';
import type { Passkey } from '../passkeys/passkey.js';
import type { Group, Membership } from '../people/group.js';
import type { User } from '../people/user.js';
import type { Grant } from '../tokens/grant.js';
import type { Token } from '../tokens/token.js';
import type { Consent } from './consent.js';
import type { Interaction } from './interaction.js';
import type { Permission } from './permission.js';
import type { Role } from './role.js';
import type { Session } from './session.js';

/**
 * A token or grant with all records that it depends on, read by one statement from the primary database server. A
 * member is `undefined` if its record was deleted. `access/live-grant.ts` decides from these records whether the token
 * is valid.
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
  /** All groups of the user. Absent if there are none. */
  readonly userGroups?: readonly UserGroup[] | undefined;
  /** All roles of the user, in every application and API. Absent if there are none. */
  readonly userRoles?: readonly UserRole[] | undefined;
}

/** A group of which the user is a member, with what the claim `groups` needs. */
export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly generation: string;
  /** Whether the group has a permission for the client with which the group was read. */
  readonly isPermitted: boolean;
}

/** A role of a user, assigned to the user or to one of the user's groups. */
export interface UserRole extends Pick<Role, 'name' | 'clientGeneration' | 'resource' | 'scopes'> {}

/** A session with its user, and all records that could give the user access to one client. */
export interface SessionRecords {
  readonly session: Session;
  readonly user?: User | undefined;
  readonly permissions: readonly Permission[];
  /** The user's memberships in the groups that have access to the client. */
  readonly memberships: readonly Membership[];
  readonly groups: readonly Group[];
  /** All groups of the user. */
  readonly userGroups: readonly UserGroup[];
  /** All roles of the user, in every application and API. */
  readonly userRoles: readonly UserRole[];
  /** The user's consent for the client. Absent if the user has not consented. */
  readonly consent?: Consent | undefined;
}

/** An interaction, and the session of the browser with all records that could give its user access to the client. */
export interface InteractionRecords {
  readonly interaction: Interaction;
  readonly session?: SessionRecords | undefined;
}

/** The records that a sign-in with a passkey depends on. */
export interface SignInRecords {
  readonly passkey: Passkey;
  /** The user of the passkey. */
  readonly user?: User | undefined;
  readonly challenge?: Challenge | undefined;
  /** The interaction in which the challenge was created. */
  readonly interaction?: Interaction | undefined;
}

export interface LiveStore {
  /**
   * Reads all records that decide whether a token or grant is valid, with one statement. Pass `tokenId` for an opaque
   * token. Pass `grantId` for a code or JWT, because these contain the id of their grant.
   */
  readLive(by: { readonly tokenId: string } | { readonly grantId: string }): Promise<LiveRecords | undefined>;
  /**
   * Reads a session and its user with one statement. With `client`, also reads the user's consent, permissions and
   * memberships that give access to this client. Without `client`, the lists of the result are empty.
   */
  readSession(sessionId: string, client?: { readonly generation: string }): Promise<SessionRecords | undefined>;
  /** Reads an interaction, and a session as `readSession` does for the client of the interaction, with one statement. */
  readInteraction(interactionId: string, sessionId: string): Promise<InteractionRecords | undefined>;
  /** Reads a passkey with its user, and a challenge with its interaction, with one statement. */
  readSignIn(passkeyId: string, challengeId: string): Promise<SignInRecords | undefined>;
}
