import type { Deps } from '../../model/deps.js';
import type { Grant } from '../../model/tokens/grant.js';

/**
 * Revokes the grant of a code or refresh token that was used twice, because an attacker may have stolen it. Writes one
 * audit entry.
 */
export async function revokeReused(
  deps: Deps,
  grant: Grant,
  type: 'CODE_REUSED' | 'REFRESH_TOKEN_REUSED',
): Promise<void> {
  if (!(await deps.store.grants.revoke(grant.id, deps.clock.now()))) return;
  await deps.audit.record({
    type,
    outcome: 'FAILURE',
    actorKind: 'CLIENT',
    actorId: grant.clientId,
    clientId: grant.clientId,
    userId: grant.userId,
    sessionId: grant.sessionId,
    resource: 'grant',
    resourceId: grant.id,
  });
}
