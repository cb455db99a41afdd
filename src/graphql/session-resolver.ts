import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { revokeSession, revokeUserSessions } from '../admin/sessions/session-end.js';
import type { ConnectionObject } from './connection.js';
import { SessionConnection } from './connections.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import { findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { sessionsPage } from './live-sessions.js';
import { PageArgs } from './page-args.js';
import { DeletePayload, RevokedPayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import { RevokeSessionInputObject, RevokeUserSessionsInputObject, SessionObject } from './session-objects.js';
import { UserObject } from './user-object.js';

@ArgsType()
export class HolderArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Lists only records of the user with this id.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Lists only records of the client with this `client_id`.' })
  clientId?: string | null;
}

@Resolver(() => SessionObject)
export class SessionResolver {
  @Permission('sessions:read')
  @Query(() => SessionConnection, {
    description: 'Lists the sessions that have neither ended nor expired, newest first.',
  })
  sessions(
    @Args(() => HolderArgs) args: HolderArgs,
    @Ctx() context: GraphqlContext,
  ): Promise<ConnectionObject<SessionObject>> {
    const { userId, clientId } = args;
    return sessionsPage(context, args, { userId: userId ?? undefined, clientId: clientId ?? undefined });
  }

  @Permission('sessions:write')
  @Mutation(() => DeletePayload, {
    description:
      'Ends a session, so that the user is signed out in that browser. Clients with offline access keep their access.',
  })
  async revokeSession(
    @Arg('input', () => RevokeSessionInputObject, { description: 'Which session to end.' })
    input: RevokeSessionInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => revokeSession(deps, context.caller, input));
  }

  @Permission('sessions:write')
  @Mutation(() => RevokedPayload, {
    description:
      'Ends all sessions of a user, so that the user is signed out in every browser. Clients with offline access keep their access.',
  })
  async revokeUserSessions(
    @Arg('input', () => RevokeUserSessionsInputObject, { description: 'The user whose sessions the server ends.' })
    input: RevokeUserSessionsInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RevokedPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      revokeUserSessions(deps, context.caller, input),
    );
    return { count: result, effects };
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description: 'The user who is signed in. Null with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: SessionObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }
}
