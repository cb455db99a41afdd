/*
 * With the functions in this folder, signed-in users manage their own profile, passkeys, sessions, applications and API
 * keys. A change that affects how the user signs in requires a recent authentication. The folder must not know pages or
 * HTTP. The functions with which administrators manage other users are in `admin`.
 */

import { authenticationRequired, checkStillSignedIn, recordOwn } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { parseInput } from '../admin/input-parser.js';
import { differences } from '../admin/record-change.js';
import { type OwnProfileInput, ownProfileInput } from '../admin/users/user-input.js';
import { fieldsOfProfile, mergeProfile, profileOf, withoutStaleVerification } from '../admin/users/user-profile.js';
import { changeRecord } from '../model/change-record.js';
import type { Caller, Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';

/**
 * Changes the user's own profile. Only the fields that EDITABLE_PROFILE lists can change. An omitted field keeps its
 * value, and `null` clears a field. A changed e-mail address or phone number is no longer marked as verified.
 *
 * @throws AdminError `INVALID_INPUT` with the field
 * @throws CeremonyError `authentication_required`
 */
export async function updateOwnProfile(
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
    checkStillSignedIn(active, user);
    const current = profileOf(user);
    const profile = withoutStaleVerification(current, mergeProfile(current, given));
    if (differences(current, profile, []).changed.length === 0) return undefined;
    return { ...fieldsOfProfile(profile), updatedAt: deps.clock.now() };
  });
  const detail = differences(profileOf(before), profileOf(after), []);
  if (detail.changed.length > 0) {
    await recordOwn(deps, active, from, { type: 'UPDATED', resource: 'user', resourceId: after.id, detail });
  }
  return after;
}
