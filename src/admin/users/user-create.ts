import { newOrderedId, newUuid } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Group } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverGroup, requireStrengthOverUser } from '../authorization.js';
import { addMember } from '../groups/group-members.js';
import { notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';
import { issueEnrolmentLink, type MadeEnrolmentLink } from './enrolment-links.js';
import { type CreateUserInput, createUserInput } from './user-input.js';
import { EMPTY_PROFILE, fieldsOfProfile } from './user-profile.js';

/** Bytes of the WebAuthn user handle, which says nothing about the user (WebAuthn Level 3 §14.6.1). */
const USER_HANDLE = 64;

/** Makes a user, with a link to register their first passkey where it is asked for. */
export async function createUser(
  deps: Deps,
  caller: AdminCaller,
  input: CreateUserInput,
): Promise<{ user: User; enrolmentLink: MadeEnrolmentLink | undefined }> {
  requirePermission(caller, 'users:write');
  const { groupIds, enrolmentLink, username, ...given } = parseInput(createUserInput, input);
  requireStrengthOverUser(caller, { adminRole: given.adminRole ?? undefined }, 'adminRole');
  const groups = await groupsToJoin(deps, caller, groupIds ?? []);
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
  const now = deps.clock.now();
  const user: User = {
    ...fieldsOfProfile({ ...EMPTY_PROFILE, ...chosen, username }),
    id: newUuid(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    enabled: true,
    webauthnUserId: Buffer.from(deps.random.bytes(USER_HANDLE)).toString('base64url'),
    passkeyIds: [],
    recoveryCodeHashes: [],
    grantEpoch: 0,
    sessionEpoch: 0,
    enrolmentEpoch: 0,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await deps.store.users.insert(user))) {
    throw new AdminError('ALREADY_EXISTS', 'There is a user with this username.', 'username');
  }
  await recordChange(deps, caller, {
    type: 'CREATED',
    resource: 'user',
    resourceId: user.id,
    userId: user.id,
    detail: { username, adminRole: user.adminRole ?? null, groupIds: groups.map(({ id }) => id) },
  });
  for (const group of groups) await addMember(deps, group, user.id);
  return { user, enrolmentLink: enrolmentLink === true ? await issueEnrolmentLink(deps, caller, user) : undefined };
}

async function groupsToJoin(deps: Deps, caller: AdminCaller, ids: readonly string[]): Promise<Group[]> {
  if (ids.length > 0) requirePermission(caller, 'groups:write');
  return Promise.all(
    ids.map(async (id, index) => {
      const group = await deps.store.groups.find(id);
      if (group === undefined) throw notFound('group', `groupIds.${index}`);
      await requireStrengthOverGroup(deps, caller, group, `groupIds.${index}`);
      return group;
    }),
  );
}
