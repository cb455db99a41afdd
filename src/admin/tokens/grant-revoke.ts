import { z } from 'zod';
import { liveGrants } from '../../access/live-grants.js';
import { consentKey } from '../../model/access/consent.js';
import { deletionIf, updateIf } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

/** Throws if the user or the client has a permission that the caller does not have. */
export function checkStrengthOverBoth(caller: AdminCaller, user: User | undefined, client: Client | undefined): void {
  if (user !== undefined) checkStrengthOverUser(caller, user);
  if (client !== undefined) checkStrengthOverClient(caller, client);
}

const revokeGrantInput = z.object({ id: givenId });

/** Revokes a grant. Tokens that were issued from the grant are rejected from then on. */
export async function revokeGrant(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeGrantInput>,
): Promise<void> {
  checkPermission(caller, 'tokens:write');
  const { id } = parseInput(revokeGrantInput, input);
  const absent = () => notFound('grant', 'id');
  const grant = await deps.store.grants.find(id);
  if (grant === undefined || (await liveGrants(deps, [grant])).length === 0) throw absent();
  const [user, client] = await Promise.all([
    deps.store.users.find(grant.userId),
    deps.store.clients.find(grant.clientId),
  ]);
  checkStrengthOverBoth(caller, user, client);
  if (!(await revokeCheckedGrant(deps, caller, grant))) throw absent();
}

/**
 * Revokes a grant without checking the caller's permissions, which the calling function must have done. Returns `false`
 * if the grant was already revoked.
 */
export function revokeCheckedGrant(deps: Deps, caller: AdminCaller, grant: Grant): Promise<boolean> {
  const event = eventOf(deps, caller, {
    type: 'TOKEN_REVOKED',
    resource: 'grant',
    resourceId: grant.id,
    userId: grant.userId,
    clientId: grant.clientId,
    sessionId: grant.sessionId,
  });
  const revocation = updateIf('grants', { id: grant.id, revokedAt: null }, { revokedAt: deps.clock.now() });
  return deps.store.commit([revocation, event]);
}

const revokeConsentInput = z.object({ userId: givenId, clientId: givenId });

/** Revokes a user's consent to a client by deleting the consent, which invalidates the grants that depend on it. */
export async function revokeConsent(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeConsentInput>,
): Promise<void> {
  checkPermission(caller, 'users:write');
  const { userId, clientId } = parseInput(revokeConsentInput, input);
  const [user, client] = await Promise.all([deps.store.users.find(userId), deps.store.clients.find(clientId)]);
  if (user === undefined) throw notFound('user', 'userId');
  if (client === undefined) throw notFound('client', 'clientId');
  checkStrengthOverBoth(caller, user, client);
  const consent = await deps.store.consents.findByKey(consentKey(client, userId));
  if (consent === undefined) throw notFound('consent');
  const event = eventOf(deps, caller, {
    type: 'CONSENT_REVOKED',
    resource: 'consent',
    resourceId: consent.id,
    userId,
    clientId,
    detail: { scopes: [...consent.scopes] },
  });
  if (!(await deps.store.commit([deletionIf('consents', { id: consent.id }), event]))) throw notFound('consent');
}
