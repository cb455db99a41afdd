import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { ActorKind } from '../model/log/audit-event.js';
import { defineEnum } from './enum-define.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';

export const ViewerKindEnum = defineEnum<ActorKind>('ViewerKind', 'The kind of a caller.', {
  USER: ['USER', 'A user, with an access token.'],
  CLIENT: ['CLIENT', 'A client, with an access token that it got for itself.'],
  API_KEY: ['API_KEY', 'An API key.'],
});

@Permission('any caller')
@ObjectType('Viewer', { description: 'The caller and its permissions.' })
class ViewerObject {
  @Field(() => ID, { description: 'The id of the user, client or API key.' })
  subject!: string;

  @Field(() => ViewerKindEnum, { description: 'The kind of the caller.' })
  kind!: ActorKind;

  @Field(() => [String], { description: 'The permissions of the caller, in the form of `ApiKey.permissions`.' })
  permissions!: readonly string[];
}

@Resolver()
export class ViewerResolver {
  @Permission('any caller')
  @Query(() => ViewerObject, { description: 'Returns the caller and its permissions.' })
  viewer(@Ctx() { caller }: GraphqlContext): ViewerObject {
    const { id, kind, permissions } = caller;
    if (id === undefined || kind === undefined) throw new Error('Commands on the server do not use the API.');
    return { subject: id, kind, permissions };
  }
}
