import { z } from 'zod';
import { liveGrants } from '../../access/live-grants.js';
import { consentKey } from '../../model/access/consent.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverClient, requireStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';

/** Nobody ends what is of somebody, or something, stronger. */
export function requireStrengthOver(caller: AdminCaller, user: User | undefined, client: Client | undefined): void {
  if (user !== undefined) requireStrengthOverUser(caller, user);
  if (client !== undefined) requireStrengthOverClient(caller, client);
}

const revokeGrantInput = z.object({ id: givenId });

/** Ends what a user let a client have: every token of it is dead at its next use. */
export async function revokeGrant(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeGrantInput>,
): Promise<void> {
  requirePermission(caller, 'tokens:write');
  const { id } = parseInput(revokeGrantInput, input);
  const absent = () => notFound('grant', 'id');
  const grant = await deps.store.grants.find(id);
  if (grant === undefined || (await liveGrants(deps, [grant])).length === 0) throw absent();
  const [user, client] = await Promise.all([
    deps.store.users.find(grant.userId),
    deps.store.clients.find(grant.clientId),
  ]);
  requireStrengthOver(caller, user, client);
  if (!(await endGrant(deps, caller, grant))) throw absent();
}

/** `false` where it had ended already. */
export async function endGrant(deps: Deps, caller: AdminCaller, grant: Grant): Promise<boolean> {
  if (!(await deps.store.grants.revoke(grant.id, deps.clock.now()))) return false;
  await recordChange(deps, caller, {
    type: 'TOKEN_REVOKED',
    resource: 'grant',
    resourceId: grant.id,
    userId: grant.userId,
    clientId: grant.clientId,
    sessionId: grant.sessionId,
  });
  return true;
}

const revokeConsentInput = z.object({ userId: givenId, clientId: givenId });

/** Forgets what a user let a client have, and ends the grants that stood on it. */
export async function revokeConsent(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeConsentInput>,
): Promise<void> {
  requirePermission(caller, 'users:write');
  const { userId, clientId } = parseInput(revokeConsentInput, input);
  const [user, client] = await Promise.all([deps.store.users.find(userId), deps.store.clients.find(clientId)]);
  if (user === undefined) throw notFound('user', 'userId');
  if (client === undefined) throw notFound('client', 'clientId');
  requireStrengthOver(caller, user, client);
  const consent = await deps.store.consents.findByKey(consentKey(client, userId));
  if (consent === undefined || !(await deps.store.consents.delete(consent.id))) throw notFound('consent');
  await recordChange(deps, caller, {
    type: 'CONSENT_REVOKED',
    resource: 'consent',
    resourceId: consent.id,
    userId,
    clientId,
    detail: { scopes: [...consent.scopes] },
  });
}
