/*
 * With the functions in this folder, administrators find tokens by their text, and revoke tokens, grants and consents.
 * Clients use the endpoints in `src/oidc` instead. To understand this folder, read this file first.
 */

import { z } from 'zod';
import { commitPlan } from '../../model/change-record.js';
import { update, updateIf } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { checkStrengthOverBoth, revokeCheckedGrant } from './grant-revoke.js';
import { type FoundToken, findToken } from './token-find.js';

const revokeTokenInput = z
  .object({
    token: z.string().max(16_384, 'is too long').nullish(),
    userId: givenId.nullish(),
    clientId: givenId.nullish(),
  })
  .refine(
    ({ token, userId, clientId }) => (token == null) === (userId != null || clientId != null),
    'must have either a token, or at least one of userId and clientId',
  );

/**
 * Revokes one token, all tokens of a user, all tokens of a client, or all tokens that one client got for one user.
 * Returns the number of changed records, which is 0 if the token was already invalid.
 */
export async function revokeToken(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeTokenInput>,
): Promise<number> {
  checkPermission(caller, 'tokens:write');
  const { token, userId, clientId } = parseInput(revokeTokenInput, input);
  if (token != null) {
    const found = await findToken(deps, token);
    return found === undefined ? 0 : revokeFoundToken(deps, caller, found);
  }
  if (userId == null) return revokeAllOfClient(deps, caller, clientId ?? '');
  if (clientId == null) return revokeAllOfUser(deps, caller, userId);
  return revokeAllOfUserForClient(deps, caller, userId, clientId);
}

/**
 * Revokes a token. An opaque access token is revoked alone. Any other token that was issued for a user is revoked
 * together with its grant.
 */
async function revokeFoundToken(deps: Deps, caller: AdminCaller, found: FoundToken): Promise<number> {
  const { type, recordId, client, user, grant } = found;
  checkStrengthOverBoth(caller, user, client);
  if (type === 'access_token' && recordId !== undefined) {
    const about = { userId: user?.id, clientId: client.id, sessionId: found.sessionId };
    const event = eventOf(deps, caller, { type: 'TOKEN_REVOKED', resource: 'token', resourceId: recordId, ...about });
    const end = updateIf('tokens', { id: recordId, endedAt: null }, { endedAt: deps.clock.now() });
    return (await deps.store.commit([end, event])) ? 1 : 0;
  }
  if (grant !== undefined) return (await revokeCheckedGrant(deps, caller, grant)) ? 1 : 0;
  throw new AdminError(
    'CONFLICT',
    type === 'id_token'
      ? 'An ID token cannot be revoked. Revoke the session or the grant instead.'
      : 'A JWT access token that a client got for itself cannot be revoked alone. Send `clientId` instead of `token` to revoke all tokens of the client.',
    'token',
  );
}

/**
 * Revokes all grants of a user by increasing the user's epoch, because a grant is valid only if it has the same epoch
 * as its user.
 */
async function revokeAllOfUser(deps: Deps, caller: AdminCaller, userId: string): Promise<number> {
  const event = eventOf(deps, caller, { type: 'TOKEN_REVOKED', resource: 'user', resourceId: userId, userId });
  return commitPlan(deps.store, async () => {
    const user = await deps.store.users.find(userId);
    if (user === undefined) throw notFound('user', 'userId');
    checkStrengthOverUser(caller, user, 'userId');
    return { changes: [update('users', user, { grantEpoch: user.grantEpoch + 1 }), event], result: 1 };
  });
}

/**
 * Revokes all grants and tokens of a client by increasing the client's epoch, because a grant or token is valid only if
 * it has the same epoch as its client.
 */
async function revokeAllOfClient(deps: Deps, caller: AdminCaller, clientId: string): Promise<number> {
  const event = eventOf(deps, caller, { type: 'TOKEN_REVOKED', resource: 'client', resourceId: clientId, clientId });
  return commitPlan(deps.store, async () => {
    const client = await deps.store.clients.find(clientId);
    if (client === undefined) throw notFound('client', 'clientId');
    checkStrengthOverClient(caller, client, 'clientId');
    return { changes: [update('clients', client, { grantEpoch: client.grantEpoch + 1 }), event], result: 1 };
  });
}

async function revokeAllOfUserForClient(
  deps: Deps,
  caller: AdminCaller,
  userId: string,
  clientId: string,
): Promise<number> {
  const [user, client] = await Promise.all([deps.store.users.find(userId), deps.store.clients.find(clientId)]);
  if (user === undefined) throw notFound('user', 'userId');
  if (client === undefined) throw notFound('client', 'clientId');
  checkStrengthOverBoth(caller, user, client);
  let count = 0;
  const filter = { userId, clientId, standingAt: deps.clock.now() };
  for await (const grant of everyRecord((request) => deps.store.grants.page(request, filter))) {
    if (await revokeCheckedGrant(deps, caller, grant)) count += 1;
  }
  return count;
}
