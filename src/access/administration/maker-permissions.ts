import { type Change, check, checkVersion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import { type AdminPermission, isAdminPermission } from '../../model/server/administration.js';
import type { ApiKey } from '../../model/server/api-key.js';
import type { Maker } from '../../model/server/maker.js';
import { hasPassed } from '../../model/time.js';
import { liveGrant } from '../live-grant.js';
import { intersectPermissions, permissionsOfClient, permissionsOfRole } from './admin-permissions.js';

type Permissions = readonly AdminPermission[];

/**
 * The maximum length of a chain of API keys in which each key created the next key. The chain is limited, because the
 * server reads every key of the chain from the database when a client uses the last key.
 */
export const MAX_KEYS_IN_A_ROW = 5;

/**
 * Returns the permissions of an API key that its maker (the user, client or API key that created it) still has. Returns
 * `undefined` if the key has expired or its maker is no longer valid.
 */
export async function permissionsOfKey(
  deps: Deps,
  key: ApiKey,
  keysLeft = MAX_KEYS_IN_A_ROW,
): Promise<Permissions | undefined> {
  if (keysLeft === 0) return undefined;
  if (key.expiresAt !== undefined && hasPassed(key.expiresAt, deps.clock.now())) return undefined;
  const held = await permissionsOfMaker(deps, key, keysLeft - 1);
  return held?.includes('*') ? key.permissions : held && intersectPermissions(key.permissions, held);
}

/**
 * Returns the present permissions of the maker: the user, client or API key that created an API key or enrolment link.
 * Returns `undefined` if the maker, or the grant that the maker used, was deleted, disabled or revoked later, even if a
 * new record has the same id.
 */
export async function permissionsOfMaker(
  deps: Deps,
  maker: Maker,
  keysLeft = MAX_KEYS_IN_A_ROW,
): Promise<Permissions | undefined> {
  // If the maker is an API key, that key depends on the same user, client and grant, so `ofKey` checks these records
  // too.
  if (maker.makerKeyId !== undefined) return ofKey(deps, maker.makerKeyId, maker, keysLeft);
  let permissions: Permissions = ['*'];
  for (const limit of [ofClient, ofGrant, ofUser]) {
    const held = await limit(deps, maker);
    if (held === undefined) return undefined;
    permissions = intersectPermissions(permissions, held);
  }
  return permissions;
}

/**
 * Returns the checks that the user, client and API keys that made a link have not changed, for the change set in which
 * the link is used. Call it before `permissionsOfMaker`: the change set then fails if the maker loses a permission
 * meanwhile. `changedUserId` is the id of a user whose record the change set changes, and so checks anyway.
 */
export async function makerUnchanged(
  { store }: Pick<Deps, 'store'>,
  maker: Maker = {},
  changedUserId?: string,
): Promise<Change[]> {
  const { userId, clientId } = maker;
  const [user, client] = await Promise.all([
    userId === undefined || userId === changedUserId ? undefined : store.users.find(userId),
    clientId === undefined ? undefined : store.clients.find(clientId),
  ]);
  return [
    ...(user === undefined ? [] : [checkVersion('users', user)]),
    ...(client === undefined ? [] : [checkVersion('clients', client)]),
    ...(await keysUnchanged({ store }, maker)),
  ];
}

/** Returns the checks that the API key that made a link still exists, and so do the keys that made this key. */
async function keysUnchanged({ store }: Pick<Deps, 'store'>, maker: Maker): Promise<Change[]> {
  const checks: Change[] = [];
  let id = maker.makerKeyId;
  while (id !== undefined && checks.length < MAX_KEYS_IN_A_ROW) {
    const key = await store.apiKeys.find(id);
    if (key === undefined) break;
    checks.push(check('apiKeys', { id, order: key.order }));
    id = key.makerKeyId;
  }
  return checks;
}

async function ofKey(deps: Deps, id: string, maker: Maker, keysLeft: number): Promise<Permissions | undefined> {
  const key = await deps.store.apiKeys.find(id);
  return key?.order === maker.makerKeyOrder && key !== undefined ? permissionsOfKey(deps, key, keysLeft) : undefined;
}

async function ofClient(deps: Deps, maker: Maker): Promise<Permissions | undefined> {
  if (maker.clientId === undefined) return ['*'];
  const client = await deps.store.clients.find(maker.clientId);
  const isUnchanged =
    client?.enabled === true &&
    isSameGeneration(client.generation, maker.clientGeneration) &&
    (maker.clientGrantEpoch === undefined || client.grantEpoch === maker.clientGrantEpoch);
  return isUnchanged ? permissionsOfClient(client) : undefined;
}

/**
 * Returns the administration scopes of the grant that the grant's client still has. After a token exchange, the grant
 * belongs to another client than the token, so this function also checks the scopes of the grant's client.
 */
async function ofGrant(deps: Deps, { grantId, userId }: Maker): Promise<Permissions | undefined> {
  if (grantId === undefined) return ['*'];
  const live = liveGrant(await deps.store.readLive({ grantId }), deps.clock.now());
  if (live === undefined || live.user.id !== userId) return undefined;
  return intersectPermissions(live.grant.scopes.filter(isAdminPermission), permissionsOfClient(live.client));
}

async function ofUser(deps: Deps, { userId, keyEpoch = 0 }: Maker): Promise<Permissions | undefined> {
  if (userId === undefined) return ['*'];
  const user = await deps.store.users.find(userId);
  if (user?.enabled !== true || (user.keyEpoch ?? 0) !== keyEpoch) return undefined;
  return permissionsOfRole(deps, user);
}
