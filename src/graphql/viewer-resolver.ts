import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { ActorKind } from '../model/log/audit-event.js';
import { defineEnum } from './define-enum.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';

export const ViewerKindEnum = defineEnum<ActorKind>('ViewerKind', 'Who calls.', {
  USER: ['USER', 'A user, by an access token.'],
  CLIENT: ['CLIENT', 'A client, by an access token of its own.'],
  API_KEY: ['API_KEY', 'An API key.'],
});

@Permission('any caller')
@ObjectType('Viewer', { description: 'Who calls, and what they may do.' })
class ViewerObject {
  @Field(() => ID, { description: 'The id of the user, client or API key.' })
  subject!: string;

  @Field(() => ViewerKindEnum, { description: 'Which of them it is.' })
  kind!: ActorKind;

  @Field(() => [String], { description: 'What they may do now, as in API keys.' })
  permissions!: readonly string[];
}

@Resolver()
export class ViewerResolver {
  @Permission('any caller')
  @Query(() => ViewerObject, { description: 'Who calls, and what they may do.' })
  viewer(@Ctx() { caller }: GraphqlContext): ViewerObject {
    const { id, kind, permissions } = caller;
    if (id === undefined || kind === undefined) throw new Error('The machine itself does not call over the wire.');
    return { subject: id, kind, permissions };
  }
}
