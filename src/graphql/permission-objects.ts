import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Permission as PermissionRecord } from '../model/access/permission.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('permissions:read')
@ObjectType('Permission', {
  description: 'That a user, or the members of a group, may use a client: exactly one of userId and groupId is set.',
})
export class PermissionObject {
  @Field(() => ID, { description: 'The client.' })
  clientId!: string;

  @Field(() => ID, { nullable: true, description: 'The user.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The group.' })
  groupId!: string | null;

  @Field(() => DateTime, { description: 'When it was granted.' })
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
@ObjectType('PermissionPayload', { description: 'A permission that was granted.' })
export class PermissionPayload {
  @Field(() => PermissionObject, { description: 'The permission; the one that stood, where there was one.' })
  permission!: PermissionObject;
}

@InputType('PermissionInput', { description: 'Who may use which client: exactly one of userId and groupId.' })
export class PermissionInputObject {
  @Field(() => ID, { description: 'The client.' })
  clientId!: string;

  @Field(() => ID, { nullable: true, description: 'The user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The group.' })
  groupId?: string | null;
}
