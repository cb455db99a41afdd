/*
 * With the functions in this folder, administrators change users: their profiles, roles, enrolment links and passkeys.
 * Each profile field is one entry in `profile-fields.ts`. `src/webauthn` registers passkeys and keeps the list of
 * owners.
 */

import { z } from 'zod';
import { claimUsername } from '../../access/names/claim-username.js';
import { reserveFormerUsername } from '../../access/names/reserved-names.js';
import { occurrence, planEmailNotice } from '../../mail/notices.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { type Change, recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { type User, usernameKey } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import { planInvitedGroups } from '../../webauthn/invitations/invited-groups.js';
import { ownersChange } from '../../webauthn/passkeys/owners.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { mayInvite } from '../invitations/invitation-create.js';
import { planPictureChange, type UploadedPicture } from '../pictures/picture-change.js';
import { differences, eventOf } from '../record-change.js';
import { checkComputedClaims } from '../scopes/computed-claims.js';
import { planDeletionCancel } from './planned-deletion.js';
import type { UserProfile } from './profile-fields.js';
import { claimEmailOf, usernameTaken } from './user-create.js';
import { type UpdateUserInput, updateUserInput } from './user-input.js';
import { fieldsOfProfile, mergeProfile, profileOf, withoutStaleVerification } from './user-profile.js';

/**
 * Changes a user. An omitted field keeps its value, and `null` clears a field. A changed e-mail address or phone number
 * is no longer verified, unless the input says that it is. A user whose address becomes verified joins the groups of an
 * invitation that waited for this. If the role changes, the user's older
 * enrolment links become invalid. `uploaded` is the image to which a new `picture` leads, if it was
 * uploaded.
 */
export async function updateUser(
  deps: Deps,
  caller: AdminCaller,
  input: UpdateUserInput,
  uploaded?: UploadedPicture,
): Promise<User> {
  checkPermission(caller, 'users:write');
  const { id, ...given } = parseInput(updateUserInput, input);
  await checkComputedClaims(deps, Object.keys(given.claims ?? {}));
  if (given.username === null) throw invalid('username', 'must not be null, because every user has a username');
  return commitPlan(deps.store, async () => {
    const user = await getUser(deps, caller, id);
    const current = profileOf(user);
    const profile = { ...withoutStaleVerification(current, mergeProfile(current, given)), ...givenVerification(given) };
    checkStrengthOverUser(caller, profile, 'adminRole');
    const claims = [
      ...(await claimChangedUsername(deps, user, profile)),
      ...(await claimNewEmail(deps, user, profile)),
      ...(await planPictureChange(deps, { field: 'picture', before: user.picture, after: profile.picture }, uploaded)),
    ];
    const roleChanges = profile.adminRole !== user.adminRole;
    const changes: Changes<User> = {
      ...fieldsOfProfile(profile),
      enrolmentEpoch: roleChanges ? user.enrolmentEpoch + 1 : user.enrolmentEpoch,
      updatedAt: deps.clock.now(),
    };
    const detail = differences(current, profile, ['username', 'adminRole']);
    // Verifying the address gives the groups of the invitation, so the caller needs what inviting to them needs.
    const mayComplete = user.awaitsGroups !== undefined && (await mayInvite(deps, caller, user));
    const invited = mayComplete ? await planInvitedGroups(deps, recordAfter(user, changes)) : undefined;
    const all = { ...changes, ...invited?.userChanges };
    const plan = await planUserChange(deps, caller, user, { changes: all, detail });
    const joined = (invited?.events ?? []).map((event) => eventOf(deps, caller, event));
    return { ...plan, changes: [...claims, ...plan.changes, ...(invited?.changes ?? []), ...joined] };
  });
}

/** Returns the user with an id. Throws if the user has a permission that the caller does not have. */
export async function getUser(deps: Deps, caller: AdminCaller, id: string): Promise<User> {
  const user = await deps.store.users.find(id);
  if (user === undefined) throw notFound('user', 'id');
  checkStrengthOverUser(caller, user);
  return user;
}

interface UserChange {
  readonly changes: Changes<User>;
  readonly detail: { readonly changed: string[]; readonly from: JsonObject; readonly to: JsonObject };
}

async function planUserChange(
  deps: Deps,
  caller: AdminCaller,
  user: User,
  { changes, detail }: UserChange,
): Promise<Plan<User>> {
  const { id } = user;
  const after = recordAfter(user, changes);
  const about = { resource: 'user', resourceId: id, userId: id };
  const events = detail.changed.length === 0 ? [] : [eventOf(deps, caller, { type: 'UPDATED', ...about, detail })];
  const owners = await ownersChange(deps, user, after);
  const notice = await planEmailNotice(deps, user, after, occurrence(deps, user, caller, undefined));
  return { changes: [update('users', user, changes), ...owners, ...events, ...notice], result: after };
}

async function claimChangedUsername(deps: Deps, user: User, { username }: UserProfile): Promise<Change[]> {
  if (usernameKey(username) === user.usernameKey) return [];
  const claim = await claimUsername(deps, username, user.id);
  if (claim === undefined) throw usernameTaken();
  return [claim, await reserveFormerUsername(deps, user.username)];
}

/** Returns what the input says about verification. It counts also if the address or number changes. */
function givenVerification({ emailVerified, phoneNumberVerified }: Partial<UpdateUserInput>) {
  return {
    ...(emailVerified != null && { emailVerified }),
    ...(phoneNumberVerified != null && { phoneNumberVerified }),
  };
}

/** Claims an address that the change marks as verified. */
async function claimNewEmail(deps: Deps, user: User, { email, emailVerified }: UserProfile): Promise<Change[]> {
  const isNew = emailVerified && !(user.email_verified && user.email === email);
  return isNew && email !== undefined ? claimEmailOf(deps, email, user.id) : [];
}

const setUserEnabledInput = z.object({ id: givenId, enabled: z.boolean() });

/**
 * Enables or disables a user. Disabling increases the user's epochs, which invalidates all sessions, grants, API keys
 * and enrolment links of the user. They stay invalid if the user is enabled again. Both cancel a deletion for which the
 * user asked, so that the account is not deleted as soon as the user is enabled.
 */
export async function setUserEnabled(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof setUserEnabledInput>,
): Promise<User> {
  checkPermission(caller, 'users:write');
  const { id, enabled } = parseInput(setUserEnabledInput, input);
  return commitPlan(deps.store, async () => {
    const user = await getUser(deps, caller, id);
    if (user.awaitsApproval === true) throw awaitsApproval();
    if (user.enabled === enabled) return { changes: [], result: user };
    const cancel = await planDeletionCancel(deps, caller, user);
    const changes = { enabled, ...(!enabled && raisedEpochs(user)), ...cancel.fields, updatedAt: deps.clock.now() };
    const detail = { changed: ['enabled'], from: { enabled: user.enabled }, to: { enabled } };
    const plan = await planUserChange(deps, caller, user, { changes, detail });
    return { ...plan, changes: [...plan.changes, ...cancel.changes] };
  });
}

function awaitsApproval(): AdminError {
  return new AdminError(
    'CONFLICT',
    'The user waits for approval and cannot sign in. Decide with approveUser or rejectUser.',
    'id',
  );
}

/**
 * Returns the user's epochs, each increased by one. When they are stored, the user's sessions, grants, API keys and
 * enrolment links become invalid, and so do the enrolment links that the user created for others.
 */
export function raisedEpochs(user: User) {
  return {
    grantEpoch: user.grantEpoch + 1,
    sessionEpoch: user.sessionEpoch + 1,
    enrolmentEpoch: user.enrolmentEpoch + 1,
    keyEpoch: (user.keyEpoch ?? 0) + 1,
  };
}
