import { z } from 'zod';
import { handleText, newOrderedId, newSecret, newShortId, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { ADMIN_PERMISSIONS } from '../../model/server/administration.js';
import type { ApiKey } from '../../model/server/api-key.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { API_KEY_PREFIX, BOOTSTRAP_KEY_ID } from '../authenticate-caller.js';
import { requirePermission, requireStrength } from '../authorization.js';
import { chosenId, distinct, givenId, line, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';

const TEN_YEARS = 315_360_000;

const createApiKeyInput = z.object({
  id: chosenId.refine((id) => id !== BOOTSTRAP_KEY_ID, 'is the name of the key of the environment').nullish(),
  name: line(100),
  permissions: z
    .array(z.enum(ADMIN_PERMISSIONS as [string, ...string[]], 'is not the name of a permission, such as clients:read'))
    .min(1, 'must not be empty')
    .transform((names) => distinct(names) as ApiKey['permissions']),
  expiresIn: z.int().min(1, 'must be at least 1').max(TEN_YEARS, `must be at most ${TEN_YEARS}`).nullish(),
});

export type CreateApiKeyInput = Omit<z.input<typeof createApiKeyInput>, 'permissions'> & {
  readonly permissions: readonly string[];
};

/** A key as it is shown, this once: its text is `pg_id.secret`. */
export interface MadeApiKey {
  readonly apiKey: ApiKey;
  readonly key: string;
}

/** Makes a key for automation, no stronger than who makes it. */
export async function createApiKey(deps: Deps, caller: AdminCaller, input: CreateApiKeyInput): Promise<MadeApiKey> {
  requirePermission(caller, 'apiKeys:write');
  return issueApiKey(deps, caller, input);
}

/** The same for a caller who was found to be allowed to make keys. */
export async function issueApiKey(deps: Deps, caller: AdminCaller, input: CreateApiKeyInput): Promise<MadeApiKey> {
  const { id, name, permissions, expiresIn } = parseInput(createApiKeyInput, {
    ...input,
    permissions: [...input.permissions],
  });
  requireStrength(caller, permissions, 'permissions');
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  const apiKey: ApiKey = {
    id: id ?? newShortId(deps.random),
    order: newOrderedId(deps.clock, deps.random),
    name,
    hint: secret.slice(0, 4),
    secretHash: sha256(secret),
    permissions,
    userId: caller.userId,
    clientId: caller.client?.id,
    clientGeneration: caller.client?.generation,
    createdAt: now,
    expiresAt: earliest(caller.expiresAt, expiresIn == null ? undefined : secondsAfter(now, expiresIn)),
  };
  if (!(await deps.store.apiKeys.insert(apiKey))) {
    throw new AdminError('ALREADY_EXISTS', 'There is an API key with this id.', 'id');
  }
  await recordChange(deps, caller, {
    type: 'CREATED',
    resource: 'apiKey',
    resourceId: apiKey.id,
    userId: apiKey.userId,
    detail: { name, permissions: [...permissions], expiresAt: apiKey.expiresAt?.toISOString() ?? null },
  });
  return { apiKey, key: `${API_KEY_PREFIX}${handleText({ id: apiKey.id, secret })}` };
}

/** A key that expires makes none that outlives it: the end that was set for it would be none. */
function earliest(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one !== undefined && (other === undefined || one < other) ? one : other;
}

const deleteApiKeyInput = z.object({ id: givenId });

/** Deletes a key: it is nobody's at its next use. */
export async function deleteApiKey(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteApiKeyInput>,
): Promise<void> {
  requirePermission(caller, 'apiKeys:write');
  const { id } = parseInput(deleteApiKeyInput, input);
  const key = await deps.store.apiKeys.find(id);
  if (key === undefined) throw notFound('API key', 'id');
  requireStrength(caller, key.permissions);
  await removeApiKey(deps, caller, key);
}

/** The same for a caller who was found to be allowed to. */
export async function removeApiKey(deps: Deps, caller: AdminCaller, key: ApiKey): Promise<void> {
  if (!(await deps.store.apiKeys.delete(key.id))) throw notFound('API key', 'id');
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'apiKey',
    resourceId: key.id,
    userId: key.userId,
    detail: { name: key.name },
  });
}
