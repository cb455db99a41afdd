/*
 * With the functions in this folder, administrators change users: their profiles, roles, enrolment links and passkeys.
 * Each profile field is one entry in `profile-fields.ts`. `src/webauthn` registers passkeys and keeps the list of
 * owners.
 */

import { z } from 'zod';
import { isUsernameTaken } from '../../access/username-taken.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { type User, usernameKey } from '../../model/people/user.js';
import { delistOwner, settlingOwner } from '../../webauthn/passkeys/owners.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { differences, recordChange } from '../record-change.js';
import type { UserProfile } from './profile-fields.js';
import { usernameTaken } from './user-create.js';
import { type UpdateUserInput, updateUserInput } from './user-input.js';
import { fieldsOfProfile, mergeProfile, profileOf } from './user-profile.js';

function absent() {
  return notFound('user', 'id');
}

/**
 * Changes a user. An omitted field keeps its value, and `null` clears a field. If the role changes, the user's older
 * enrolment links become invalid.
 */
export async function updateUser(deps: Deps, caller: AdminCaller, input: UpdateUserInput): Promise<User> {
  checkPermission(caller, 'users:write');
  const { id, ...given } = parseInput(updateUserInput, input);
  const change = () =>
    changeRecord(deps.store.users, id, absent, async (user) => {
      checkStrengthOverUser(caller, user);
      if (given.username === null) throw invalid('username', 'must not be null, because every user has a username');
      const profile = mergeProfile(profileOf(user), given);
      checkStrengthOverUser(caller, profile, 'adminRole');
      await checkUsernameFree(deps, user, profile);
      const roleChanges = profile.adminRole !== user.adminRole;
      if (roleChanges && user.adminRole === 'OWNER') await delistOwner(deps, id);
      return {
        ...fieldsOfProfile(profile),
        enrolmentEpoch: roleChanges ? user.enrolmentEpoch + 1 : user.enrolmentEpoch,
        updatedAt: deps.clock.now(),
      };
    });
  const { before, after } = await settlingOwner(deps, id, change);
  const detail = differences(profileOf(before), profileOf(after), ['username', 'adminRole']);
  if (detail.changed.length > 0) {
    await recordChange(deps, caller, { type: 'UPDATED', resource: 'user', resourceId: id, userId: id, detail });
  }
  return after;
}

async function checkUsernameFree(deps: Deps, user: User, { username }: UserProfile): Promise<void> {
  if (usernameKey(username) === user.usernameKey) return;
  if (await isUsernameTaken(deps, username, user.id)) throw usernameTaken();
}

const setUserEnabledInput = z.object({ id: givenId, enabled: z.boolean() });

/**
 * Enables or disables a user. Disabling invalidates all sessions, grants, API keys and enrolment links of the user with
 * one write. They stay invalid if the user is enabled again.
 */
export async function setUserEnabled(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof setUserEnabledInput>,
): Promise<User> {
  checkPermission(caller, 'users:write');
  const { id, enabled } = parseInput(setUserEnabledInput, input);
  const change = () =>
    changeRecord(deps.store.users, id, absent, async (user) => {
      checkStrengthOverUser(caller, user);
      if (user.enabled === enabled) return undefined;
      if (!enabled) await delistOwner(deps, id);
      return { enabled, ...(!enabled && raisedEpochs(user)), updatedAt: deps.clock.now() };
    });
  const { before, after } = await settlingOwner(deps, id, change);
  if (before.enabled !== after.enabled) {
    await recordChange(deps, caller, {
      type: 'UPDATED',
      resource: 'user',
      resourceId: id,
      userId: id,
      detail: { changed: ['enabled'], from: { enabled: before.enabled }, to: { enabled } },
    });
  }
  return after;
}

/**
 * Returns the user's epochs, each increased by one. Storing them invalidates the user's sessions, grants, API keys and
 * enrolment links, and the enrolment links that the user made for others.
 */
export function raisedEpochs(user: User) {
  return {
    grantEpoch: user.grantEpoch + 1,
    sessionEpoch: user.sessionEpoch + 1,
    enrolmentEpoch: user.enrolmentEpoch + 1,
    keyEpoch: (user.keyEpoch ?? 0) + 1,
  };
}
