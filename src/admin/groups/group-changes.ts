import { z } from 'zod';
import { newOrderedId, newSecret, newShortId } from '../../keys/secrets.js';
import { changeRecord, deleteRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Group } from '../../model/people/group.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverGroup, requireStrengthOverUser } from '../authorization.js';
import { chosenId, distinct, givenId, invalid, line, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';
import { addMember, removeMember } from './group-members.js';

const MOST_MEMBERS = 100;

const name = line(200);
const memberIds = z
  .array(givenId)
  .max(MOST_MEMBERS, `must have at most ${MOST_MEMBERS} entries; send more in several calls`)
  .transform(distinct)
  .nullish();

const createGroupInput = z.object({ id: chosenId.nullish(), name, memberIds });

export async function createGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createGroupInput>,
): Promise<Group> {
  requirePermission(caller, 'groups:write');
  const { id, name, memberIds } = parseInput(createGroupInput, input);
  const members = await usersFor(deps, caller, 'memberIds', memberIds ?? []);
  const group: Group = {
    id: id ?? newShortId(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    name,
  };
  if (!(await deps.store.groups.insert(group))) {
    throw new AdminError('ALREADY_EXISTS', 'There is a group with this id.', 'id');
  }
  for (const userId of members) await addMember(deps, group, userId);
  await recordChange(deps, caller, {
    type: 'CREATED',
    resource: 'group',
    resourceId: group.id,
    detail: { name, memberIds: [...members] },
  });
  return group;
}

const updateGroupInput = z.object({
  id: givenId,
  name: name.nullish(),
  addMemberIds: memberIds,
  removeMemberIds: memberIds,
});

/** Renames a group, takes users out of it and puts users in; whoever is in already, or not, stays so. */
export async function updateGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof updateGroupInput>,
): Promise<Group> {
  requirePermission(caller, 'groups:write');
  const { id, name, addMemberIds, removeMemberIds } = parseInput(updateGroupInput, input);
  if (name === null) throw invalid('name', 'cannot be empty');
  const toRemove = await usersFor(deps, caller, 'removeMemberIds', removeMemberIds ?? []);
  const toAdd = await usersFor(deps, caller, 'addMemberIds', addMemberIds ?? []);
  const { before, after } = await changeRecord(deps.store.groups, id, absent, async (group) => {
    await requireStrengthOverGroup(deps, caller, group);
    return name === undefined || name === group.name ? undefined : { name };
  });
  const removed = await those(toRemove, (userId) => removeMember(deps, after, userId));
  const added = await those(toAdd, (userId) => addMember(deps, after, userId));
  if (before.name !== after.name || removed.length > 0 || added.length > 0) {
    await recordChange(deps, caller, {
      type: 'UPDATED',
      resource: 'group',
      resourceId: id,
      detail: {
        ...(before.name !== after.name && { from: { name: before.name }, to: { name: after.name } }),
        addedMemberIds: added,
        removedMemberIds: removed,
      },
    });
  }
  return after;
}

const deleteGroupInput = z.object({ id: givenId });

/** Deletes a group. Its record goes first, and with its generation every membership and permission is dead. */
export async function deleteGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteGroupInput>,
): Promise<void> {
  requirePermission(caller, 'groups:write');
  const { id } = parseInput(deleteGroupInput, input);
  const group = await deleteRecord(deps.store.groups, id, absent, (seen) =>
    requireStrengthOverGroup(deps, caller, seen),
  );
  await deps.store.permissions.deleteOfGroup(group.generation);
  await deps.store.memberships.deleteOfGroup(group.generation);
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'group',
    resourceId: id,
    detail: { name: group.name },
  });
}

function absent() {
  return notFound('group', 'id');
}

/** Users who are there and not stronger than the caller. */
async function usersFor(
  deps: Deps,
  caller: AdminCaller,
  field: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = new Map((await deps.store.users.findMany(ids)).map((user) => [user.id, user]));
  for (const [index, id] of ids.entries()) {
    const user = found.get(id);
    if (user === undefined) throw notFound('user', `${field}.${index}`);
    requireStrengthOverUser(caller, user, `${field}.${index}`);
  }
  return ids;
}

async function those(ids: readonly string[], change: (id: string) => Promise<boolean>): Promise<string[]> {
  const changed: string[] = [];
  for (const id of ids) if (await change(id)) changed.push(id);
  return changed;
}
