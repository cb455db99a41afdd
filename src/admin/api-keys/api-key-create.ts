/**
 * This folder creates and deletes API keys. `../caller-authentication.ts` authenticates the requests that contain a
 * key. A key never has more permissions than its creator, so every function that creates a key must compare the key's
 * permissions with those of the caller.
 */

import { z } from 'zod';
import { MAX_KEYS_IN_A_ROW, permissionsOfKey } from '../../access/administration/maker-permissions.js';
import { handleText, newOrderedId, newSecret, newShortId, sha256 } from '../../keys/secrets.js';
import { type Change, deletionIf, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { ADMIN_PERMISSIONS } from '../../model/server/administration.js';
import type { ApiKey } from '../../model/server/api-key.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrength } from '../authorization.js';
import { API_KEY_PREFIX, BOOTSTRAP_KEY_ID } from '../caller-authentication.js';
import { chosenId, distinct, givenId, line, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

const MAX_LIFETIME_SECONDS = 315_360_000;

const createApiKeyInput = z.object({
  id: chosenId
    .refine((id) => id !== BOOTSTRAP_KEY_ID, 'is reserved for the key in BOOTSTRAP_API_KEY. Choose another id')
    .nullish(),
  name: line(100),
  permissions: z
    .array(z.enum(ADMIN_PERMISSIONS as [string, ...string[]], 'must be the name of a permission, such as clients:read'))
    .min(1, 'must not be empty')
    .transform((names) => distinct(names) as ApiKey['permissions']),
  expiresIn: z
    .int()
    .min(1, 'must be at least 1')
    .max(MAX_LIFETIME_SECONDS, `must be at most ${MAX_LIFETIME_SECONDS}`)
    .nullish(),
});

export type CreateApiKeyInput = Omit<z.input<typeof createApiKeyInput>, 'permissions'> & {
  readonly permissions: readonly string[];
};

/**
 * A new API key: its record (`apiKey`), and the text that callers send (`key`, in the form `pg_id.secret`). The text is
 * shown only once.
 */
export interface IssuedApiKey {
  readonly apiKey: ApiKey;
  readonly key: string;
}

/** Creates an API key. The caller must have every permission that the key gets. */
export async function createApiKey(deps: Deps, caller: AdminCaller, input: CreateApiKeyInput): Promise<IssuedApiKey> {
  checkPermission(caller, 'apiKeys:write');
  return issueApiKey(deps, caller, input);
}

/**
 * Creates an API key without checking the caller's permissions, which the calling function must have done. If `places`
 * is set, the new key gets one of these values as its `place`. No two keys can have the same `place`, so `places`
 * limits the number of keys.
 */
export async function issueApiKey(
  deps: Deps,
  caller: AdminCaller,
  input: CreateApiKeyInput,
  places?: readonly string[],
): Promise<IssuedApiKey> {
  const { id, name, permissions, expiresIn } = parseInput(createApiKeyInput, {
    ...input,
    permissions: [...input.permissions],
  });
  checkStrength(caller, permissions, 'permissions');
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  const apiKey: ApiKey = {
    id: id ?? newShortId(deps.random),
    order: newOrderedId(deps.clock, deps.random),
    name,
    hint: secret.slice(0, 4),
    secretHash: sha256(secret),
    permissions,
    ...caller.maker,
    createdAt: now,
    expiresAt: earliest(caller.expiresAt, expiresIn == null ? undefined : secondsAfter(now, expiresIn)),
  };
  await checkMaker(deps, apiKey);
  const event = eventOf(deps, caller, {
    type: 'CREATED',
    resource: 'apiKey',
    resourceId: apiKey.id,
    userId: apiKey.userId,
    detail: { name, permissions: [...permissions], expiresAt: apiKey.expiresAt?.toISOString() ?? null },
  });
  const stored = await insertApiKey(deps, apiKey, event, places);
  return { apiKey: stored, key: `${API_KEY_PREFIX}${handleText({ id: apiKey.id, secret })}` };
}

/**
 * Throws if the new key would be invalid from the start. A key is invalid if its creator is invalid, or if too many
 * keys were created one by another.
 */
async function checkMaker(deps: Deps, apiKey: ApiKey): Promise<void> {
  if ((await permissionsOfKey(deps, apiKey)) !== undefined) return;
  throw new AdminError(
    'CONFLICT',
    `The new API key would be invalid: either its creator is no longer valid, or more than ${MAX_KEYS_IN_A_ROW} API keys were created one by another. Create the key with another API key or an access token.`,
  );
}

/**
 * Stores the API key with the first of `places` that no other key has. The database rejects a `place` that is already
 * in use, so if several requests compete for the last one, only one request succeeds.
 */
async function insertApiKey(deps: Deps, apiKey: ApiKey, event: Change, places?: readonly string[]): Promise<ApiKey> {
  const candidates = places?.map((place) => ({ ...apiKey, place })) ?? [apiKey];
  for (const candidate of candidates) {
    if (await deps.store.commit([insertion('apiKeys', candidate), event])) return candidate;
  }
  if ((await deps.store.apiKeys.find(apiKey.id)) !== undefined) {
    throw new AdminError('ALREADY_EXISTS', 'Another API key already has this id. Choose a different id.', 'id');
  }
  throw new AdminError(
    'CONFLICT',
    'You already have the maximum number of API keys. Delete an API key before you create another.',
  );
}

/**
 * Returns the earlier of two expiry times: that of the caller's credential and that of the new API key. A key must not
 * outlive the credential with which it was created.
 */
function earliest(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one !== undefined && (other === undefined || one < other) ? one : other;
}

const deleteApiKeyInput = z.object({ id: givenId });

/** Deletes an API key. Requests that use the key are rejected from then on. */
export async function deleteApiKey(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteApiKeyInput>,
): Promise<void> {
  checkPermission(caller, 'apiKeys:write');
  const { id } = parseInput(deleteApiKeyInput, input);
  const key = await deps.store.apiKeys.find(id);
  if (key === undefined) throw notFound('API key', 'id');
  checkStrength(caller, key.permissions);
  await removeApiKey(deps, caller, key);
}

/** Deletes an API key without checking the caller's permissions, which the calling function must have done. */
export async function removeApiKey(deps: Deps, caller: AdminCaller, key: ApiKey): Promise<void> {
  const event = eventOf(deps, caller, {
    type: 'DELETED',
    resource: 'apiKey',
    resourceId: key.id,
    userId: key.userId,
    detail: { name: key.name },
  });
  if (!(await deps.store.commit([deletionIf('apiKeys', { id: key.id }), event]))) throw notFound('API key', 'id');
}
