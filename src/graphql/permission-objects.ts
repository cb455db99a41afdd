import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Permission as PermissionRecord } from '../model/access/permission.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('permissions:read')
@ObjectType('Permission', {
  description:
    'Allows a user, or the members of a group, to use a client. Exactly one of `userId` and `groupId` is set.',
})
export class PermissionObject {
  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the user.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the group.' })
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
@ObjectType('PermissionPayload', { description: 'The granted permission.' })
export class PermissionPayload {
  @Field(() => PermissionObject, {
    description: 'The permission. If the user or group had one before, it is that one.',
  })
  permission!: PermissionObject;
}

@InputType('PermissionInput', {
  description: 'A client, and the user or group for it. Set exactly one of `userId` and `groupId`.',
})
export class PermissionInputObject {
  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the group.' })
  groupId?: string | null;
}
