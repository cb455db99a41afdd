import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Permission as PermissionRecord } from '../model/access/permission.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('permissions:read')
@ObjectType('Permission', {
  description:
    'Allows one user, or all members of one group, to sign in to a client. Either `userId` or `groupId` is set.',
})
export class PermissionObject {
  @Field(() => ID, { description: 'The `client_id` of the client that the permission is for.' })
  clientId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user who has the permission. Null if a group has the permission.',
  })
  userId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the group whose members have the permission. Null if a single user has the permission.',
  })
  groupId!: string | null;

  @Field(() => DateTime, { description: 'When the permission was granted.' })
  createdAt!: Date;
}

export function permissionObject(permission: PermissionRecord): PermissionObject {
  return {
    clientId: permission.clientId,
    userId: permission.userId ?? null,
    groupId: permission.groupId ?? null,
    createdAt: permission.createdAt,
  };
}

@Permission('any caller')
@ObjectType('PermissionPayload', { description: 'The result of the mutation `grantPermission`.' })
export class PermissionPayload {
  @Field(() => PermissionObject, {
    description: 'The permission. It may be new, or it may have existed before the request.',
  })
  permission!: PermissionObject;
}

@InputType('PermissionInput', {
  description:
    'The client, and the user or the group that may sign in to the client. Set either `userId` or `groupId`, but not both.',
})
export class PermissionInputObject {
  @Field(() => ID, { description: 'The `client_id` of the client.' })
  clientId!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the user who may sign in to the client.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the group whose members may sign in to the client.' })
  groupId?: string | null;
}
