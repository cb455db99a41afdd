import { type AdminClient, AdminRequestError } from '../client/admin-client.js';
import type { Access } from './access.js';
import type { Template } from './describe-template.js';

/** The value of a field of a template. */
export interface Value {
  readonly name: string;
  readonly value: string;
}

/** A group whose members get a role in the application. */
export interface RoleGroup {
  readonly id: string;
  readonly exists: boolean;
  /** Whether a claim rule of the client names the group. The application then learns of it without a permission. */
  readonly isInRule: boolean;
}

/** Finds the groups that get a role in the application, before anything is created. */
export async function findRoleGroups(
  admin: AdminClient,
  { fields, clientSettings }: Template,
  given: readonly Value[],
): Promise<RoleGroup[]> {
  const rules = clientSettings.find(({ name }) => name === 'claimRules')?.value ?? '';
  const groups: RoleGroup[] = [];
  for (const field of fields.filter(({ name }) => name.endsWith('_group'))) {
    const id = given.findLast(({ name }) => name === field.name)?.value ?? field.default;
    if (id !== null && !groups.some((group) => group.id === id))
      groups.push({ id, exists: await isGroup(admin, id), isInRule: rules.includes(`{{${field.name}}}`) });
  }
  return groups;
}

/** Returns true if the key may not read groups, because the command then knows of no problem. */
async function isGroup(admin: AdminClient, id: string): Promise<boolean> {
  try {
    return (await admin.group({ id })) !== null;
  } catch (error) {
    if (error instanceof AdminRequestError && error.code === 'FORBIDDEN') return true;
    throw error;
  }
}

/** What is left to do so that the members of the groups get their roles. */
export function describeRoleGroups(
  groups: readonly RoleGroup[],
  client: { readonly id: string; readonly name: string },
  access: Access,
): string[] {
  return groups.flatMap((group) => {
    const { id, exists } = group;
    return [
      ...(exists ? [] : [`No group ${id} exists yet: createGroup(input: { id: "${id}", name: "${id}" })`]),
      ...(isSeen(group, access)
        ? []
        : [
            `${id} has no permission for it, so ${client.name} does not learn who the members are: grantPermission(input: { clientId: "${client.id}", groupId: "${id}" }), or set groupsClaimFilter: ALL.`,
          ]),
    ];
  });
}

/** Without a permission of the group, only a client for all users learns of it. */
function isSeen({ id, isInRule }: RoleGroup, access: Access): boolean {
  return isInRule || access.kind === 'everyone' || (access.kind === 'group' && access.groupId === id);
}
