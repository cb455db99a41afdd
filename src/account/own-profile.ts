/*
 * With the functions in this folder, signed-in users manage their own profile, passkeys, sessions, applications and API
 * keys. A change that affects how the user signs in requires a recent authentication. The folder must not know pages or
 * HTTP. The functions with which administrators manage other users are in `admin`.
 */

import { checkRecentAuthentication, ownEvent, presentUser } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { parseInput } from '../admin/input-parser.js';
import { planPictureChange, type UploadedPicture } from '../admin/pictures/picture-change.js';
import { differences } from '../admin/record-change.js';
import { type OwnProfileInput, ownProfileInput } from '../admin/users/user-input.js';
import { fieldsOfProfile, mergeProfile, profileOf, withoutStaleVerification } from '../admin/users/user-profile.js';
import { occurrence, planEmailNotice } from '../mail/notices.js';
import { commitPlan } from '../model/change-record.js';
import { recordAfter, update } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';

/**
 * Changes the user's own profile. Only the fields that EDITABLE_PROFILE lists can change. An omitted field keeps its
 * value, and `null` clears a field. A changed e-mail address or phone number is no longer marked as verified. A change of
 * the e-mail address needs a recent authentication, because links are sent to it.
 * @throws AdminError `INVALID_INPUT` with the name of the wrong field
 * @throws CeremonyError `authentication_required`
 */
export async function updateOwnProfile(
  deps: Deps,
  active: ActiveSession,
  input: OwnProfileInput,
  from: Caller,
  uploaded?: UploadedPicture,
): Promise<User> {
  const editable: ReadonlySet<string> = new Set(deps.config.editableProfile);
  const permitted = Object.entries(input).filter(([field]) => editable.has(field));
  const given = parseInput(ownProfileInput, Object.fromEntries(permitted));
  return commitPlan(deps.store, async () => {
    const user = await presentUser(deps, active);
    const current = profileOf(user);
    const profile = withoutStaleVerification(current, mergeProfile(current, given));
    const detail = differences(current, profile, []);
    if (detail.changed.length === 0) return { changes: [], result: user };
    if (detail.changed.includes('email')) checkRecentAuthentication(deps, active.session);
    const changes = { ...fieldsOfProfile(profile), updatedAt: deps.clock.now() };
    const event = ownEvent(deps, active, from, { type: 'UPDATED', resource: 'user', resourceId: user.id, detail });
    const result = recordAfter(user, changes);
    const notice = await planEmailNotice(deps, user, result, occurrence(deps, user, from, active.session));
    const address = { field: 'picture', before: user.picture, after: result.picture };
    const picture = await planPictureChange(deps, address, uploaded);
    return { changes: [update('users', user, changes), event, ...notice, ...picture], result };
  });
}
