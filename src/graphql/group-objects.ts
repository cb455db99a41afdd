import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Group } from '../model/people/group.js';
import { Permission } from './permission-guard.js';

@Permission('groups:read')
@ObjectType('Group', { description: 'Users who may use the same clients.' })
export class GroupObject {
  @Field(() => ID, { description: 'What names it.' })
  id!: string;

  @Field(() => String, { description: 'What people know it by.' })
  name!: string;

  /** Of the record, for what hangs on it; no field. */
  generation!: string;
}

export function groupObject({ id, name, generation }: Group): GroupObject {
  return { id, name, generation };
}

@Permission('any caller')
@ObjectType('GroupPayload', { description: 'A group that was made or changed.' })
export class GroupPayload {
  @Field(() => GroupObject, { description: 'The group as it is now.' })
  group!: GroupObject;
}

@InputType('CreateGroupInput', { description: 'A new group.' })
export class CreateGroupInputObject {
  @Field(() => ID, {
    nullable: true,
    description: '1 to 64 of [A-Za-z0-9._~-], not a UUID. Left out, the server makes one.',
  })
  id?: string | null;

  @Field(() => String, { description: 'What people know it by.' })
  name!: string;

  @Field(() => [ID], { nullable: true, description: 'Users who are in it from the start, at most 100.' })
  memberIds?: string[] | null;
}

@InputType('UpdateGroupInput', { description: 'Changes of a group; what is left out stays.' })
export class UpdateGroupInputObject {
  @Field(() => ID, { description: 'The group.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'What people know it by.' })
  name?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Users to put in, at most 100; whoever is in stays in.' })
  addMemberIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Users to take out, at most 100. The grants that their membership let in are ended.',
  })
  removeMemberIds?: string[] | null;
}

@InputType('DeleteGroupInput', { description: 'The group that is to go.' })
export class DeleteGroupInputObject {
  @Field(() => ID, { description: 'The group.' })
  id!: string;
}
