import { z } from 'zod';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverClient, requireStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';
import { endGrant, requireStrengthOver } from './grant-revoke.js';
import { type FoundToken, findToken } from './token-find.js';

const revokeTokenInput = z
  .object({
    token: z.string().max(16_384, 'is too long').nullish(),
    userId: givenId.nullish(),
    clientId: givenId.nullish(),
  })
  .refine(
    ({ token, userId, clientId }) => (token == null) === (userId != null || clientId != null),
    'takes either a token, or a userId, a clientId, or both',
  );

/**
 * Ends one token, or everything that a user, a client, or a user at a client holds; answers how many records were
 * changed. A text that is no token, or counts no more, changes none.
 */
export async function revokeToken(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeTokenInput>,
): Promise<number> {
  requirePermission(caller, 'tokens:write');
  const { token, userId, clientId } = parseInput(revokeTokenInput, input);
  if (token != null) {
    const found = await findToken(deps, token);
    return found === undefined ? 0 : endToken(deps, caller, found);
  }
  if (userId == null) return endAllOfClient(deps, caller, clientId ?? '');
  if (clientId == null) return endAllOfUser(deps, caller, userId);
  return endAllBetween(deps, caller, userId, clientId);
}

/** An opaque access token goes by itself; anything else of a user goes with its grant. */
async function endToken(deps: Deps, caller: AdminCaller, found: FoundToken): Promise<number> {
  const { type, recordId, client, user, grant } = found;
  requireStrengthOver(caller, user, client);
  if (type === 'access_token' && recordId !== undefined) {
    if (!(await deps.store.tokens.end(recordId, deps.clock.now()))) return 0;
    const about = { userId: user?.id, clientId: client.id, sessionId: found.sessionId };
    await recordChange(deps, caller, { type: 'TOKEN_REVOKED', resource: 'token', resourceId: recordId, ...about });
    return 1;
  }
  if (grant !== undefined) return (await endGrant(deps, caller, grant)) ? 1 : 0;
  throw new AdminError(
    'CONFLICT',
    type === 'id_token'
      ? 'An ID token ends when it expires; end the session or the grant.'
      : 'A JWT of a client ends when it expires; with clientId, everything that the client holds is ended.',
    'token',
  );
}

/** By one write on the user's record, which every grant of theirs is held against. */
async function endAllOfUser(deps: Deps, caller: AdminCaller, userId: string): Promise<number> {
  const absent = () => notFound('user', 'userId');
  await changeRecord(deps.store.users, userId, absent, (user) => {
    requireStrengthOverUser(caller, user, 'userId');
    return { grantEpoch: user.grantEpoch + 1 };
  });
  await recordChange(deps, caller, { type: 'TOKEN_REVOKED', resource: 'user', resourceId: userId, userId });
  return 1;
}

/** Likewise, the tokens that the client got for itself among them. */
async function endAllOfClient(deps: Deps, caller: AdminCaller, clientId: string): Promise<number> {
  const absent = () => notFound('client', 'clientId');
  await changeRecord(deps.store.clients, clientId, absent, (client) => {
    requireStrengthOverClient(caller, client, 'clientId');
    return { grantEpoch: client.grantEpoch + 1 };
  });
  await recordChange(deps, caller, { type: 'TOKEN_REVOKED', resource: 'client', resourceId: clientId, clientId });
  return 1;
}

async function endAllBetween(deps: Deps, caller: AdminCaller, userId: string, clientId: string): Promise<number> {
  const [user, client] = await Promise.all([deps.store.users.find(userId), deps.store.clients.find(clientId)]);
  if (user === undefined) throw notFound('user', 'userId');
  if (client === undefined) throw notFound('client', 'clientId');
  requireStrengthOver(caller, user, client);
  let count = 0;
  const filter = { userId, clientId, standingAt: deps.clock.now() };
  for await (const grant of everyRecord((request) => deps.store.grants.page(request, filter))) {
    if (await endGrant(deps, caller, grant)) count += 1;
  }
  return count;
}
