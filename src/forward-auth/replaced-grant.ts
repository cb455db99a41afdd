import { readHandle } from '../keys/secrets.js';
import { type Change, updateIf } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import { hasPassed } from '../model/time.js';
import { isCookieOf } from './signed-in.js';
import type { SiteOrigin } from './site.js';

/**
 * Returns the changes that revoke the grant of the cookie which a new sign-in replaces. Only the browser with the whole
 * cookie can revoke the grant. The grant may be of another user. Two sign-ins that end at once can both replace it.
 */
export async function planReplacement(
  deps: Deps,
  origin: SiteOrigin,
  cookie: string | undefined,
  { ipAddress }: Caller,
): Promise<Change[]> {
  const handle = cookie === undefined ? undefined : readHandle(cookie);
  const grant = handle && (await deps.store.grants.find(handle.id));
  const now = deps.clock.now();
  if (handle === undefined || grant === undefined || !isCookieOf(grant, origin, handle)) return [];
  if (grant.revokedAt !== undefined || hasPassed(grant.expiresAt, now)) return [];
  const { id, userId, clientId, sessionId } = grant;
  const event = deps.audit.insertion({
    type: 'TOKEN_REVOKED',
    actorKind: 'USER',
    actorId: userId,
    userId,
    clientId,
    sessionId,
    resource: 'grant',
    resourceId: id,
    ipAddress,
    detail: { host: origin.host, reason: 'replaced' },
  });
  return [updateIf('grants', { id }, { revokedAt: now }), event];
}
