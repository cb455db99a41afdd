import { equalInConstantTime, readHandle, sha256 } from '../keys/secrets.js';
import { type Change, updateIf } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import { hasPassed } from '../model/time.js';
import { siteRequestOf } from './signed-in.js';
import { originText, type SiteOrigin } from './site.js';

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
  if (handle === undefined || grant?.cookieHash === undefined) return [];
  if (!equalInConstantTime(grant.cookieHash, sha256(handle.secret))) return [];
  if (siteRequestOf(grant)?.origin !== originText(origin)) return [];
  if (grant.revokedAt !== undefined || hasPassed(grant.expiresAt, now)) return [];
  const { id, userId, clientId, sessionId, cookieHash } = grant;
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
  return [updateIf('grants', { id, cookieHash }, { revokedAt: now }), event];
}
