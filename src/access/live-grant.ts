/*
 * The `access` folder owns the parts that all protocols share: sessions, grants, consent, the decision whether a user
 * can use a client, the user's claims and `sub`, and interactions. It must not know protocols or pages. To understand
 * this folder, read `sessions/session.ts` first, then `liveGrant` below, which decides whether a grant and its tokens
 * are still valid.
 */

import type { LiveRecords, UserGroup, UserRole } from '../model/access/live.js';
import { type Client, mayRefresh } from '../model/clients/client.js';
import { isSameGeneration } from '../model/generation.js';
import { hasPasskey } from '../model/people/passkey-list.js';
import type { User } from '../model/people/user.js';
import { hasPassed } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';
import { isDeviceBound, withPresentFacts } from './sessions/present-authentication.js';
import { isAllowedByPolicy } from './sign-in-decision.js';

/**
 * A grant that is valid now, with its user and client. Only the function `liveGrant` returns this type, so no code can
 * use a grant that has not been checked.
 */
export interface LiveGrant {
  readonly grant: Grant;
  readonly user: User;
  readonly client: Client;
  /** All groups of the user. `isPermitted` is about `client`. */
  readonly groups: readonly UserGroup[];
  /** All roles of the user. */
  readonly roles: readonly UserRole[];
}

/**
 * Returns the grant if it is valid at `now`, otherwise `undefined`. A grant is valid only while its user, client,
 * session and consent are valid and the user is still allowed to use the client.
 */
export function liveGrant(live: LiveRecords | undefined, now: Date): LiveGrant | undefined {
  if (live?.grant === undefined || live.user === undefined || live.client === undefined) return undefined;
  const { user, client } = live;
  const grant = withPresentFacts(live.grant, user);
  const alive =
    grant.revokedAt === undefined &&
    !hasPassed(grant.expiresAt, now) &&
    isUserAlive(grant, user) &&
    isPasskeyListed(grant, user) &&
    isBoundEnough(grant, client) &&
    isClientAlive(grant, client) &&
    (isOffline(grant, client) || isSessionAlive(live, grant, user)) &&
    hasAccess(live, grant, { client, user }) &&
    isConsentAlive(live, grant);
  if (!alive) return undefined;
  return { grant, user, client, groups: live.userGroups ?? [], roles: live.userRoles ?? [] };
}

function isUserAlive(grant: Grant, user: User): boolean {
  return user.enabled && user.id === grant.userId && user.grantEpoch === grant.userGrantEpoch;
}

/**
 * If a user removes a passkey, all grants from sign-ins with this passkey become invalid, even if the sign-in was not
 * complete when the user removed the passkey.
 */
function isPasskeyListed({ passkeyId, passkeyGeneration }: Grant, user: User): boolean {
  return passkeyId === undefined || hasPasskey(user, { passkeyId, passkeyGeneration });
}

/**
 * If a passkey becomes synced, the grants of clients that require a device-bound passkey end. If a client begins to
 * require one, all its grants end, so the attestation needs no check here.
 */
function isBoundEnough(grant: Grant, { requireDeviceBound }: Client): boolean {
  return requireDeviceBound !== true || isDeviceBound(grant, { isAttested: false });
}

function isClientAlive(grant: Grant, client: Client): boolean {
  return (
    client.enabled &&
    isSameGeneration(client.generation, grant.clientGeneration) &&
    client.grantEpoch === grant.clientGrantEpoch
  );
}

/**
 * Whether the client can refresh the grant's tokens. A grant that can be refreshed does not depend on its session. If
 * the client loses `offline_access` or the grant type `refresh_token`, even for a moment, its earlier grants can never
 * be refreshed again.
 */
export function isOffline(grant: Grant, client: Client): boolean {
  return grant.offline && mayRefresh(client) && (client.refreshEpoch ?? 0) === (grant.clientRefreshEpoch ?? 0);
}

/** A grant becomes invalid if its session is revoked, but stays valid if the session only expires. */
function isSessionAlive({ session }: LiveRecords, grant: Grant, user: User): boolean {
  if (grant.sessionId === undefined) return true;
  return (
    session !== undefined &&
    session.id === grant.sessionId &&
    session.endedAt === undefined &&
    hasPasskey(user, session) &&
    session.sessionEpoch === user.sessionEpoch
  );
}

function hasAccess(
  { permission, membership, group }: LiveRecords,
  { accessBasis, userId }: Grant,
  { client, user }: Pick<LiveGrant, 'client' | 'user'>,
): boolean {
  if (accessBasis.by === 'policy') return isAllowedByPolicy(client, user);
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
