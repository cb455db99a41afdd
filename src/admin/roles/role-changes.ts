/*
 * This folder creates roles and assigns them. A role belongs to one application (a client) or one API (a resource), and
 * is never a role of administration (`User.adminRole`). `src/access/role-scopes.ts` and `src/access/claims` decide what
 * a role gives. To understand this folder, read `role-guard.ts` first, which says who may give a role to whom.
 */

import { z } from 'zod';
import { hasPermission } from '../../access/administration/admin-permissions.js';
import { newOrderedId, newSecret, newShortId } from '../../keys/secrets.js';
import { type Role, roleKey } from '../../model/access/role.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { check, deletion, insertion, recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { chosenId, distinct, givenId, line, notFound, parseInput, scopeToken } from '../input-parser.js';
import { differences, eventOf } from '../record-change.js';
import { checkNotOwnRole } from './role-guard.js';
import { checkRoleOwner, checkScopesOfRole, getOwner, type StoredOwner } from './role-owner.js';

const MAX_SCOPES = 100;

const putRoleInput = z
  .object({
    id: chosenId.nullish(),
    clientId: givenId.nullish(),
    resource: z.string().nullish(),
    name: line(100),
    description: line(500).nullish(),
    scopes: z
      .array(scopeToken)
      .max(MAX_SCOPES, `must have at most ${MAX_SCOPES} entries`)
      .transform(distinct)
      .nullish(),
  })
  .refine(
    ({ clientId, resource }) => (clientId == null) !== (resource == null),
    'must have either clientId or resource, but not both',
  );
export type PutRoleInput = z.input<typeof putRoleInput>;

/**
 * Creates a role, or replaces the role with the same id or, if the input has no id, with the same name in the same
 * application or API. Fields that the input omits become empty.
 */
export async function putRole(deps: Deps, caller: AdminCaller, input: PutRoleInput): Promise<Role> {
  const { id, clientId, resource, name, description, scopes } = parseInput(putRoleInput, input);
  return commitPlan(deps.store, async () => {
    const owner = await getOwner(deps, caller, { clientId: clientId ?? undefined, resource: resource ?? undefined });
    const wanted = {
      key: roleKey(owner, name),
      name,
      description: description ?? undefined,
      scopes: scopes ?? [],
    };
    await checkScopesOfRole(deps, owner, wanted.scopes);
    const seen = id == null ? await deps.store.roles.findByKey(wanted.key) : await deps.store.roles.find(id);
    if (seen === undefined) return planCreation(deps, caller, owner, { ...wanted, id: id ?? newShortId(deps.random) });
    if (!isOwnedBy(seen, owner)) {
      throw new AdminError(
        'ALREADY_EXISTS',
        'A role of another application or API already has this id. Choose a different id.',
        'id',
      );
    }
    return planReplacement(deps, caller, seen, wanted);
  });
}

type WantedRole = Pick<Role, 'key' | 'name' | 'description' | 'scopes'>;

async function planCreation(
  deps: Deps,
  caller: AdminCaller,
  owner: StoredOwner,
  wanted: WantedRole & Pick<Role, 'id'>,
): Promise<Plan<Role>> {
  await checkNameFree(deps, wanted);
  const { client } = owner;
  const role: Role = {
    ...wanted,
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    ...(client === undefined
      ? { resource: owner.resource }
      : { clientId: client.id, clientGeneration: client.generation }),
  };
  const detail = { name: role.name, resource: role.resource ?? null, scopes: [...role.scopes] };
  const event = eventOf(deps, caller, { type: 'CREATED', ...about(role), detail });
  const isThere = client === undefined ? [] : [check('clients', { id: client.id, generation: client.generation })];
  return { changes: [insertion('roles', role), ...isThere, event], result: role };
}

async function planReplacement(deps: Deps, caller: AdminCaller, seen: Role, wanted: WantedRole): Promise<Plan<Role>> {
  const detail = differences(viewOf(seen), viewOf({ ...seen, ...wanted }), ['name', 'description', 'scopes']);
  if (detail.changed.length === 0) return { changes: [], result: seen };
  if (wanted.key !== seen.key) await checkNameFree(deps, wanted);
  // Another name or scope can give more to the users who have the role.
  if (detail.changed.some((field) => field !== 'description')) await checkNotOwnRole(deps, caller, seen);
  const event = eventOf(deps, caller, { type: 'UPDATED', ...about(seen), detail });
  return { changes: [update('roles', seen, wanted), event], result: recordAfter(seen, wanted) };
}

async function checkNameFree(deps: Deps, { key }: Pick<Role, 'key'>): Promise<void> {
  if ((await deps.store.roles.findByKey(key)) === undefined) return;
  throw new AdminError(
    'ALREADY_EXISTS',
    'The application or API already has a role with this name. Choose a different name.',
    'name',
  );
}

function isOwnedBy(role: Role, { client, resource }: StoredOwner): boolean {
  return client === undefined
    ? role.resource === resource
    : role.clientId === client.id && role.clientGeneration === client.generation;
}

function viewOf({ name, description, scopes }: Pick<Role, 'name' | 'description' | 'scopes'>) {
  return { name, description, scopes };
}

function about({ id, clientId }: Role) {
  return { resource: 'role', resourceId: id, clientId };
}

const deleteRoleInput = z.object({ id: givenId });

/**
 * Deletes a role. All its assignments become invalid at once. This function deletes them too; if the process stops
 * before that, a job deletes them.
 */
export async function deleteRole(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteRoleInput>,
): Promise<void> {
  const { id } = parseInput(deleteRoleInput, input);
  const role = await commitPlan(deps.store, async () => {
    const seen = await deps.store.roles.find(id);
    if (seen === undefined) {
      if (!hasPermission(caller.permissions, 'scopes:write')) checkPermission(caller, 'clients:write');
      throw notFound('role', 'id');
    }
    checkPermission(caller, seen.resource === undefined ? 'clients:write' : 'scopes:write');
    await checkRoleOwner(deps, caller, seen, 'id');
    const event = eventOf(deps, caller, { type: 'DELETED', ...about(seen), detail: { name: seen.name } });
    return { changes: [deletion('roles', seen), event], result: seen };
  });
  await deps.store.roleAssignments.deleteOfRole(role.generation);
}
