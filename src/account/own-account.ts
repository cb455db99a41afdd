import {
  authenticationRequired,
  notFound,
  recordOwn,
  requireRecentAuthentication,
  requireStillSignedIn,
} from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import type { AdminCaller } from '../admin/admin-caller.js';
import { type CreateApiKeyInput, type MadeApiKey, makeApiKey, removeApiKey } from '../admin/api-keys/api-key-create.js';
import { permissionsOfRole } from '../admin/authenticate-caller.js';
import { parseInput } from '../admin/parse-input.js';
import { differences } from '../admin/record-change.js';
import { type OwnProfileInput, ownProfileInput } from '../admin/users/user-input.js';
import { changedProfile, profileOf, recordOf, type UserProfile } from '../admin/users/user-profile.js';
import { changeRecord } from '../model/change-record.js';
import type { Caller, Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { everyRecord } from '../model/every-record.js';
import type { User } from '../model/people/user.js';
import type { ApiKey } from '../model/server/api-key.js';

/**
 * Changes what people are let change of themselves: what is left out stays, and so does what they may not change;
 * `null` clears. Nobody has verified the address, or the number, that somebody gave themselves.
 *
 * @throws AdminError `INVALID_INPUT` with the field; CeremonyError `authentication_required`
 */
export async function changeOwnProfile(
  deps: Deps,
  active: ActiveSession,
  input: OwnProfileInput,
  from: Caller,
): Promise<User> {
  const editable: ReadonlySet<string> = new Set(deps.config.editableProfile);
  const permitted = Object.entries(input).filter(([field]) => editable.has(field));
  const given = parseInput(ownProfileInput, Object.fromEntries(permitted));
  const absent = () => authenticationRequired('Please sign in again.');
  const { before, after } = await changeRecord(deps.store.users, active.user.id, absent, (user) => {
    requireStillSignedIn(active, user);
    const current = profileOf(user);
    const profile = verifiedStill(current, changedProfile(current, given));
    if (differences(current, profile, []).changed.length === 0) return undefined;
    return { ...recordOf(profile), updatedAt: deps.clock.now() };
  });
  const detail = differences(profileOf(before), profileOf(after), []);
  if (detail.changed.length > 0) {
    await recordOwn(deps, active, from, { type: 'UPDATED', resource: 'user', resourceId: after.id, detail });
  }
  return after;
}

function verifiedStill(before: UserProfile, after: UserProfile): UserProfile {
  return {
    ...after,
    emailVerified: after.emailVerified && after.email === before.email,
    phoneNumberVerified: after.phoneNumberVerified && after.phoneNumber === before.phoneNumber,
  };
}

/** How many API keys somebody may have, if they make one more: those that expired count until they are deleted. */
const MOST_API_KEYS = 20;

/** The API keys that this user made, newest first. */
export async function ownApiKeys(deps: Deps, { id }: User): Promise<ApiKey[]> {
  const found: ApiKey[] = [];
  for await (const key of everyRecord((request) => deps.store.apiKeys.pageOfUser(id, request))) found.push(key);
  return found;
}

/** Whoever is signed in, as the one who administers. Keys of their own they have by their role, whatever else it allows. */
async function callerOf(deps: Deps, { user }: ActiveSession, { ipAddress }: Caller): Promise<AdminCaller> {
  const permissions = await permissionsOfRole(deps, user);
  return { kind: 'USER', id: user.id, userId: user.id, permissions, ipAddress };
}

/**
 * Makes an API key for whoever is signed in and administers, no stronger than their role.
 *
 * @throws AdminError `FORBIDDEN`, `INVALID_INPUT` with the field, `CONFLICT` where they have too many; CeremonyError `authentication_required`
 */
export async function createOwnApiKey(
  deps: Deps,
  active: ActiveSession,
  input: CreateApiKeyInput,
  from: Caller,
): Promise<MadeApiKey> {
  requireRecentAuthentication(deps, active.session);
  const caller = await callerOf(deps, active, from);
  if (caller.permissions.length === 0) throw new AdminError('FORBIDDEN', 'API keys are for those who administer.');
  const { hasNextPage } = await deps.store.apiKeys.pageOfUser(active.user.id, { first: MOST_API_KEYS - 1 });
  if (hasNextPage)
    throw new AdminError('CONFLICT', `Nobody has more than ${MOST_API_KEYS} API keys. Delete one first.`);
  return makeApiKey(deps, caller, input);
}

/**
 * Deletes an API key of whoever is signed in.
 *
 * @throws CeremonyError `not_found`, of somebody else's too
 */
export async function deleteOwnApiKey(deps: Deps, active: ActiveSession, id: string, from: Caller): Promise<void> {
  const key = await deps.store.apiKeys.find(id);
  if (key?.userId !== active.user.id) throw notFound('API key');
  await removeApiKey(deps, await callerOf(deps, active, from), key);
}
