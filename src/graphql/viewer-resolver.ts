import { Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { ActorKind } from '../model/log/audit-event.js';
import { defineEnum } from './enum-define.js';
import { findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { UserObject } from './user-object.js';

export const ViewerKindEnum = defineEnum<ActorKind>('ViewerKind', 'The kind of caller of this API.', {
  USER: ['USER', 'The caller is a user and sends an access token.'],
  CLIENT: ['CLIENT', 'The caller is a client and sends an access token that it got for itself.'],
  API_KEY: ['API_KEY', 'The caller sends an API key.'],
});

@Permission('any caller')
@ObjectType('Viewer', {
  description: 'The user, client or API key that sent this request, and the permissions of this caller.',
})
class ViewerObject {
  @Field(() => ID, { description: 'The id of the user, client or API key that sent this request.' })
  subject!: string;

  @Field(() => ViewerKindEnum, { description: 'Whether the caller is a user, a client or an API key.' })
  kind!: ActorKind;

  @Field(() => [String], {
    description:
      'The permissions of the caller, which decide what the caller may do. Each permission has the form `resource:action`, as in the `permissions` field of `ApiKey`.',
  })
  permissions!: readonly string[];

  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the user who sent this request, or who made the API key that sent it. Null if there is no such user.',
  })
  userId!: string | null;
}

@Resolver(() => ViewerObject)
export class ViewerResolver {
  @Permission('any caller')
  @Query(() => ViewerObject, {
    description: 'Returns the user, client or API key that sent this request, and the permissions of this caller.',
  })
  viewer(@Ctx() { caller }: GraphqlContext): ViewerObject {
    const { id, kind, permissions, maker } = caller;
    if (id === undefined || kind === undefined)
      throw new Error(
        'The caller has no id or no kind, although every caller of the API must have both. This is a bug.',
      );
    return { subject: id, kind, permissions, userId: maker?.userId ?? null };
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user with the id `userId`. Like every user, it requires the permission users:read: an API key without it does not show the profile of the user who made it. Null if there is no such user.',
  })
  user(@Root() { userId }: ViewerObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }
}
