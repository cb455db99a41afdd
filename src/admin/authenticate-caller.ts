import { equalInConstantTime, parseHandle, sha256 } from '../keys/secrets.js';
import type { ApiKey } from '../model/api-key.js';
import type { Caller, Deps } from '../model/deps.js';
import { OWNERS_ID, presentRole } from '../model/owners.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import type { AdminCaller } from './admin-caller.js';
import { limitedTo, ROLE_PERMISSIONS } from './authorization.js';

/** The name that the key of the environment has in the audit log; no stored key may take it. */
export const BOOTSTRAP_KEY_ID = 'bootstrap';

export const API_KEY_PREFIX = 'pg_';

/** Whoever can run a command on the machine holds its database and its keys already. */
export const systemCaller: AdminCaller = { permissions: ['*'] };

/** A use is noted at most once in so many seconds. */
const NOTED_EVERY = 60;

/** Who sends this bearer token; `undefined` where it is nobody's. */
export const authenticateCaller = async (
  deps: Deps,
  bearer: string,
  from: Caller,
): Promise<AdminCaller | undefined> => {
  const { bootstrapApiKey } = deps.config;
  if (bootstrapApiKey !== undefined && equalInConstantTime(bearer, bootstrapApiKey)) {
    return { kind: 'API_KEY', id: BOOTSTRAP_KEY_ID, permissions: ['*'], ipAddress: from.ipAddress };
  }
  return bearer.startsWith(API_KEY_PREFIX)
    ? callerOfApiKey(deps, bearer.slice(API_KEY_PREFIX.length), from)
    : undefined;
};

const callerOfApiKey = async (deps: Deps, text: string, from: Caller): Promise<AdminCaller | undefined> => {
  const handle = parseHandle(text);
  const key = handle === undefined ? undefined : await deps.store.apiKeys.find(handle.id);
  if (handle === undefined || key === undefined) return undefined;
  if (!equalInConstantTime(key.secretHash, sha256(handle.secret))) return undefined;
  if (key.expiresAt !== undefined && hasPassed(key.expiresAt, deps.clock.now())) return undefined;
  const permissions = await presentPermissions(deps, key);
  if (permissions === undefined) return undefined;
  await noteUse(deps, key);
  return { kind: 'API_KEY', id: key.id, userId: key.userId, permissions, ipAddress: from.ipAddress };
};

/** A key that a user made counts only as far as their present role goes, and is nobody's once they have none. */
const presentPermissions = async (deps: Deps, key: ApiKey): Promise<AdminCaller['permissions'] | undefined> => {
  if (key.userId === undefined) return key.permissions;
  const [user, owners] = await Promise.all([deps.store.users.find(key.userId), deps.store.owners.find(OWNERS_ID)]);
  const role = user === undefined || owners === undefined ? undefined : presentRole(user, owners);
  return role === undefined ? undefined : limitedTo(key.permissions, ROLE_PERMISSIONS[role]);
};

const noteUse = async (deps: Deps, key: ApiKey): Promise<void> => {
  const now = deps.clock.now();
  if (key.lastUsedAt === undefined || hasPassed(secondsAfter(key.lastUsedAt, NOTED_EVERY), now)) {
    await deps.store.apiKeys.touch(key.id, now);
  }
};
