import type { UserGroup, UserRole } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { User } from '../../model/people/user.js';
import type { ActiveSession } from '../sessions/session.js';

/** The user whom the claims describe, and the client that gets them. */
export interface ClaimSubject {
  readonly client: Client;
  readonly user: User;
  /** All groups of the user. `isPermitted` must be about `client`. */
  readonly groups: readonly UserGroup[];
  /** All roles of the user. */
  readonly roles: readonly UserRole[];
}

/** Makes the subject of claims from a session that was read for this client. */
export function subjectOfSession(client: Client, { user, records }: Omit<ActiveSession, 'session'>): ClaimSubject {
  return { client, user, groups: records.userGroups, roles: records.userRoles };
}
