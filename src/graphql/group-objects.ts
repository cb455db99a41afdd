import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Group } from '../model/people/group.js';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { Permission } from './permission-guard.js';

@Permission('groups:read')
@ObjectType('Group', {
  description: 'A group of users. A permission for the group lets all its members sign in to a client.',
})
export class GroupObject {
  @Field(() => ID, { description: 'The id of the group.' })
  id!: string;

  @Field(() => String, { description: 'The name of the group.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the group is for. Only administrators see it.',
  })
  description?: string | null;

  /**
   * This field is not in the GraphQL schema. Resolvers use the generation to find records that belong to this group,
   * and not to an earlier group with the same id.
   */
  generation!: string;
}

export function groupObject({ id, name, description, generation }: Group): GroupObject {
  return { id, name, description: description ?? null, generation };
}

@Permission('any caller')
@ObjectType('GroupPayload', { description: 'The result of a mutation that creates or changes a group.' })
export class GroupPayload {
  @Field(() => GroupObject, { description: 'The group after the mutation.' })
  group!: GroupObject;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@InputType('CreateGroupInput', { description: 'The name and the first members of a new group.' })
export class CreateGroupInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the new group: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: an id that is made from the name, such as `home-admins` for "Home admins", with a number at the end if another group has it.',
  })
  id?: string | null;

  @Field(() => String, { description: 'The name of the new group.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the group is for: one line, at most 500 characters. Only administrators see it.',
  })
  description?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The ids of the users who become members, at most 100. Use `updateGroup` to add more.',
  })
  memberIds?: string[] | null;
}

@InputType('UpdateGroupInput', {
  description: 'The group to change, and the changes. A field that you omit keeps its value.',
})
export class UpdateGroupInputObject {
  @Field(() => ID, { description: 'The id of the group to change.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The new name of the group.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the group is for: one line, at most 500 characters. `null` removes the description.',
  })
  description?: string | null;

  @Field(() => [ID], { nullable: true, description: 'The ids of the users to add to the group, at most 100.' })
  addMemberIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The ids of the users to remove from the group, at most 100. The server revokes the grants that depend on these memberships.',
  })
  removeMemberIds?: string[] | null;
}

@InputType('DeleteGroupInput', { description: 'Which group to delete.' })
export class DeleteGroupInputObject {
  @Field(() => ID, { description: 'The id of the group to delete.' })
  id!: string;
}
