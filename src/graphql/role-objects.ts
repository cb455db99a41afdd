import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Role, RoleAssignment } from '../model/access/role.js';
import { DateTime } from './date-time.js';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { Permission } from './permission-guard.js';

@Permission('permissions:read')
@ObjectType('Role', {
  description:
    'A role that users can have in one application (a client) or in one API (a resource). Either `clientId` or `resource` is set. A role never gives permissions for this API; `User.adminRole` does.',
})
export class RoleObject {
  @Field(() => ID, { description: 'The id of the role.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The `client_id` of the application. Null for a role of an API.' })
  clientId!: string | null;

  @Field(() => String, { nullable: true, description: 'The URI of the API. Null for a role of an application.' })
  resource!: string | null;

  @Field(() => String, { description: 'The name of the role, which the claim `roles` lists.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The explanation of the role for administrators. Null if there is none.',
  })
  description!: string | null;

  @Field(() => [String], {
    description: 'The scopes with `requiresRole` that users with this role can get.',
  })
  scopes!: readonly string[];

  /**
   * This field is not in the GraphQL schema. Resolvers use the generation to find assignments that belong to this role,
   * and not to an earlier role with the same id.
   */
  generation!: string;
}

export function roleObject({ id, clientId, resource, name, description, scopes, generation }: Role): RoleObject {
  return {
    id,
    clientId: clientId ?? null,
    resource: resource ?? null,
    name,
    description: description ?? null,
    scopes,
    generation,
  };
}

@Permission('permissions:read')
@ObjectType('RoleAssignment', {
  description: 'Gives a role to one user, or to all members of one group. Either `userId` or `groupId` is set.',
})
export class RoleAssignmentObject {
  @Field(() => ID, { description: 'The id of the role.' })
  roleId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user who has the role. Null if a group has the role.',
  })
  userId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the group whose members have the role. Null if a single user has the role.',
  })
  groupId!: string | null;

  @Field(() => DateTime, { description: 'When the role was assigned.' })
  createdAt!: Date;
}

export function roleAssignmentObject({ roleId, userId, groupId, createdAt }: RoleAssignment): RoleAssignmentObject {
  return { roleId, userId: userId ?? null, groupId: groupId ?? null, createdAt };
}

@Permission('any caller')
@ObjectType('RolePayload', { description: 'The result of the mutation `putRole`.' })
export class RolePayload {
  @Field(() => RoleObject, {
    nullable: true,
    description: 'The role after the mutation. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  role!: RoleObject | null;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@Permission('any caller')
@ObjectType('RoleAssignmentPayload', { description: 'The result of the mutation `assignRole`.' })
export class RoleAssignmentPayload {
  @Field(() => RoleAssignmentObject, {
    description: 'The assignment. It may be new, or it may have existed before the request.',
  })
  assignment!: RoleAssignmentObject;
}

@InputType('PutRoleInput', {
  description:
    'The complete role. It replaces an existing role with this id or, without `id`, with this name in the same application or API. Set either `clientId` or `resource`, but not both. A field that you omit becomes empty.',
})
export class PutRoleInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the role: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. Send the id of an existing role to change it. Default for a new role: a random id.',
  })
  id?: string | null;

  @Field(() => ID, { nullable: true, description: 'The `client_id` of the application that has the role.' })
  clientId?: string | null;

  @Field(() => String, { nullable: true, description: 'The URI of the API that has the role.' })
  resource?: string | null;

  @Field(() => String, {
    description: 'The name of the role, at most 100 characters. Each application or API can have a name once.',
  })
  name!: string;

  @Field(() => String, { nullable: true, description: 'An explanation of the role for administrators.' })
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The scopes that users with this role can get although the scopes require a role. They must be scopes of the application or API that administrators created.',
  })
  scopes?: string[] | null;
}

@InputType('DeleteRoleInput', { description: 'Which role to delete.' })
export class DeleteRoleInputObject {
  @Field(() => ID, { description: 'The id of the role to delete.' })
  id!: string;
}

@InputType('RoleAssignmentInput', {
  description: 'The role, and the user or the group that has it. Set either `userId` or `groupId`, but not both.',
})
export class RoleAssignmentInputObject {
  @Field(() => ID, { description: 'The id of the role.' })
  roleId!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the user who has the role.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the group whose members have the role.' })
  groupId?: string | null;
}
