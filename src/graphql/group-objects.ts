import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Group } from '../model/people/group.js';
import { Permission } from './permission-guard.js';

@Permission('groups:read')
@ObjectType('Group', { description: 'A set of users who may use the same clients.' })
export class GroupObject {
  @Field(() => ID, { description: 'The id of the group.' })
  id!: string;

  @Field(() => String, { description: 'The name of the group.' })
  name!: string;

  /** For resolvers; not a field of the schema. */
  generation!: string;
}

export function groupObject({ id, name, generation }: Group): GroupObject {
  return { id, name, generation };
}

@Permission('any caller')
@ObjectType('GroupPayload', { description: 'The created or changed group.' })
export class GroupPayload {
  @Field(() => GroupObject, { description: 'The group after the change.' })
  group!: GroupObject;
}

@InputType('CreateGroupInput', { description: 'The name and members of a new group.' })
export class CreateGroupInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, { description: 'The name of the group.' })
  name!: string;

  @Field(() => [ID], { nullable: true, description: 'The ids of the members, at most 100.' })
  memberIds?: string[] | null;
}

@InputType('UpdateGroupInput', { description: 'The group to change. A field that you omit keeps its value.' })
export class UpdateGroupInputObject {
  @Field(() => ID, { description: 'The id of the group.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The name of the group.' })
  name?: string | null;

  @Field(() => [ID], { nullable: true, description: 'The ids of users to add, at most 100.' })
  addMemberIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The ids of users to remove, at most 100. The grants that depend on their membership are revoked.',
  })
  removeMemberIds?: string[] | null;
}

@InputType('DeleteGroupInput', { description: 'The group to delete.' })
export class DeleteGroupInputObject {
  @Field(() => ID, { description: 'The id of the group.' })
  id!: string;
}
