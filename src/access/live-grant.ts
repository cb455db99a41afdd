/*
 * `access` owns what every protocol shares: sessions, whether a grant is still alive, consent, the sign-in decision, the
 * claims and the `sub` of a user, and the interaction that waits for a user. It knows no protocol and no pages. Start with
 * `sessions/session.ts` and with `liveGrant`, which decides whether a token is still accepted.
 */

import type { LiveRecords } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import { isSameGeneration } from '../model/generation.js';
import type { User } from '../model/people/user.js';
import { hasPassed } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';

/** A grant of which everything it depends on is alive. Only `liveGrant` makes one. */
export interface LiveGrant {
  readonly grant: Grant;
  readonly user: User;
  readonly client: Client;
}

/** The grant, if it and everything it depends on is alive at `now`: user, client, session, access and consent. */
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
  return (
    client.enabled &&
    isSameGeneration(client.generation, grant.clientGeneration) &&
    client.grantEpoch === grant.clientGrantEpoch
  );
}

/** A revoked session ends its grants, an expired one does not. Offline grants do not depend on the session. */
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
  if (!isSameGeneration(permission.clientGeneration, client.generation)) return false;
  if (accessBasis.by === 'user') return permission.userId === userId;
  return (
    membership !== undefined &&
    membership.id === accessBasis.membershipId &&
    membership.userId === userId &&
    isSameGeneration(group?.generation, permission.groupGeneration) &&
    isSameGeneration(group?.generation, membership.groupGeneration)
  );
}

function isConsentAlive({ consent }: LiveRecords, grant: Grant): boolean {
  return grant.consentId === undefined || consent?.id === grant.consentId;
}
