import { checkRecentAuthentication, notFound } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import {
  type CreateApiKeyInput,
  type IssuedApiKey,
  issueApiKey,
  removeApiKey,
} from '../admin/api-keys/api-key-create.js';
import type { Caller, Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { allRecords } from '../model/every-record.js';
import type { User } from '../model/people/user.js';
import type { Page, PageRequest } from '../model/record-store.js';
import type { ApiKey } from '../model/server/api-key.js';
import { callerOf } from './own-caller.js';

/** The maximum number of API keys that a user can have. Expired keys count until they are deleted. */
const MAX_API_KEYS = 20;

/** Returns one page of the user's API keys, newest first. @throws RangeError if the cursor is invalid */
export function ownApiKeysPage(deps: Deps, { id }: User, request: PageRequest): Promise<Page<ApiKey>> {
  return deps.store.apiKeys.pageOfUser(id, request);
}

function ownApiKeys(deps: Deps, { id }: User): Promise<ApiKey[]> {
  return allRecords((request) => deps.store.apiKeys.pageOfUser(id, request));
}

/**
 * Creates an API key for a signed-in administrator. The key has at most the permissions of the administrator's role.
 * @throws AdminError `FORBIDDEN` if the user has no administration role, `INVALID_INPUT` with the name of the wrong
 * field, or `CONFLICT` if the user has too many keys
 * @throws CeremonyError `authentication_required`
 */
export async function createOwnApiKey(
  deps: Deps,
  active: ActiveSession,
  input: CreateApiKeyInput,
  from: Caller,
): Promise<IssuedApiKey> {
  checkRecentAuthentication(deps, active.session);
  const caller = await callerOf(deps, active, from);
  if (caller.permissions.length === 0)
    throw new AdminError(
      'FORBIDDEN',
      'Only administrators can have API keys, and your account has no administration role. Ask an administrator for a role.',
    );
  return issueApiKey(deps, caller, input, freePlaces(active.user, await ownApiKeys(deps, active.user)));
}

/**
 * Returns the free values for the field `place` of a new API key. A user has 20 such values and each value is unique in
 * the database, so parallel requests cannot exceed the limit of 20 keys. Each key that the user did not create at
 * `/account` has no such value, so one value fewer is returned for it.
 */
function freePlaces({ id }: User, keys: readonly ApiKey[]): string[] {
  const places = Array.from({ length: MAX_API_KEYS }, (_, index) => `${id} ${index}`);
  const taken = new Set(keys.map(({ place }) => place));
  const others = keys.filter(({ place }) => place === undefined || !places.includes(place)).length;
  return places.slice(0, Math.max(0, MAX_API_KEYS - others)).filter((place) => !taken.has(place));
}

/**
 * Deletes one of the user's API keys.
 * @throws CeremonyError `not_found`, even if the key exists but belongs to another user
 */
export async function deleteOwnApiKey(deps: Deps, active: ActiveSession, id: string, from: Caller): Promise<void> {
  const key = await deps.store.apiKeys.find(id);
  if (key?.userId !== active.user.id) throw notFound('API key');
  await removeApiKey(deps, await callerOf(deps, active, from), key);
}
