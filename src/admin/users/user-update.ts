import { z } from 'zod';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { type User, usernameKey } from '../../model/people/user.js';
import { delistOwner, settlingOwner } from '../../webauthn/passkeys/owners.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverUser } from '../authorization.js';
import { givenId, invalid, notFound, parseInput } from '../parse-input.js';
import { differences, recordChange } from '../record-change.js';
import type { UserProfile } from './profile-fields.js';
import { type UpdateUserInput, updateUserInput } from './user-input.js';
import { fieldsOfProfile, mergeProfile, profileOf } from './user-profile.js';

function absent() {
  return notFound('user', 'id');
}

/** Changes a user: what is left out stays, `null` clears. A change of role voids the enrolment links made before. */
export async function updateUser(deps: Deps, caller: AdminCaller, input: UpdateUserInput): Promise<User> {
  requirePermission(caller, 'users:write');
  const { id, ...given } = parseInput(updateUserInput, input);
  const change = () =>
    changeRecord(deps.store.users, id, absent, async (user) => {
      requireStrengthOverUser(caller, user);
      if (given.username === null) throw invalid('username', 'cannot be empty');
      const profile = mergeProfile(profileOf(user), given);
      requireStrengthOverUser(caller, profile, 'adminRole');
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
  if ((await deps.store.users.findByUsername(username)) !== undefined) {
    throw new AdminError('ALREADY_EXISTS', 'There is a user with this username.', 'username');
  }
}

const setUserEnabledInput = z.object({ id: givenId, enabled: z.boolean() });

/**
 * Enables or disables a user. Disabling ends their sessions, grants and enrolment links with one write on their
 * record; enabling brings none of them back.
 */
export async function setUserEnabled(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof setUserEnabledInput>,
): Promise<User> {
  requirePermission(caller, 'users:write');
  const { id, enabled } = parseInput(setUserEnabledInput, input);
  const change = () =>
    changeRecord(deps.store.users, id, absent, async (user) => {
      requireStrengthOverUser(caller, user);
      if (user.enabled === enabled) return undefined;
      if (!enabled) await delistOwner(deps, id);
      return { enabled, ...(!enabled && endedEpochs(user)), updatedAt: deps.clock.now() };
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

/** Raised, so that nothing carries them any more that was made before. */
export function endedEpochs(user: User) {
  return {
    grantEpoch: user.grantEpoch + 1,
    sessionEpoch: user.sessionEpoch + 1,
    enrolmentEpoch: user.enrolmentEpoch + 1,
  };
}
