import type { LiveRecords } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import type { User } from '../model/people/user.js';
import { hasPassed } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';

/** A grant all of whose feet stand. Only `liveGrant` makes one. */
export interface LiveGrant {
  readonly grant: Grant;
  readonly user: User;
  readonly client: Client;
}

/** The grant, if all that it stands on is alive at `now`: user, client, session, what let them in, and consent. */
export function liveGrant(live: LiveRecords | undefined, now: Date): LiveGrant | undefined {
  if (live?.grant === undefined || live.user === undefined || live.client === undefined) return undefined;
  const { grant, user, client } = live;
  const alive =
    grant.revokedAt === undefined &&
    !hasPassed(grant.expiresAt, now) &&
    isUserAlive(grant, user) &&
    isClientAlive(grant, client) &&
    isSessionAlive(live, grant, user) &&
    hasAccess(live, grant, client) &&
    isConsentAlive(live, grant);
  return alive ? { grant, user, client } : undefined;
}

function isUserAlive(grant: Grant, user: User): boolean {
  return user.enabled && user.id === grant.userId && user.grantEpoch === grant.userGrantEpoch;
}

function isClientAlive(grant: Grant, client: Client): boolean {
  return client.enabled && client.generation === grant.clientGeneration && client.grantEpoch === grant.clientGrantEpoch;
}

/** What was ended stays ended; a session that merely expired ends nothing but itself, and an offline grant outlives it. */
function isSessionAlive({ session }: LiveRecords, grant: Grant, user: User): boolean {
  if (grant.offline || grant.sessionId === undefined) return true;
  return (
    session !== undefined &&
    session.id === grant.sessionId &&
    session.endedAt === undefined &&
    session.sessionEpoch === user.sessionEpoch
  );
}

function hasAccess(
  { permission, membership, group }: LiveRecords,
  { accessBasis, userId }: Grant,
  client: Client,
): boolean {
  if (accessBasis.by === 'policy') return client.accessPolicy === 'ALL_USERS';
  if (permission === undefined || permission.id !== accessBasis.permissionId) return false;
  if (permission.clientGeneration !== client.generation) return false;
  if (accessBasis.by === 'user') return permission.userId === userId;
  return (
    membership !== undefined &&
    membership.id === accessBasis.membershipId &&
    membership.userId === userId &&
    group !== undefined &&
    group.generation === permission.groupGeneration &&
    group.generation === membership.groupGeneration
  );
}

function isConsentAlive({ consent }: LiveRecords, grant: Grant): boolean {
  return grant.consentId === undefined || consent?.id === grant.consentId;
}
