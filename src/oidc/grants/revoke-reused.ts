import { updateIf } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { Grant } from '../../model/tokens/grant.js';

/**
 * Revokes the grant of a code or refresh token that was used twice, because an attacker may have stolen the code or
 * token. If the grant was revoked before, no audit event is written.
 */
export async function revokeReused(
  deps: Deps,
  grant: Grant,
  type: 'CODE_REUSED' | 'REFRESH_TOKEN_REUSED',
): Promise<void> {
  const revocation = updateIf('grants', { id: grant.id, revokedAt: null }, { revokedAt: deps.clock.now() });
  const event = deps.audit.insertion({
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
  await deps.store.commit([revocation, event]);
}
