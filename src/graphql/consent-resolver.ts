import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { readPage } from '../admin/page-read.js';
import { revokeConsent } from '../admin/tokens/grant-revoke.js';
import { ClientObject } from './client-object.js';
import { type ConnectionObject, connection } from './connection.js';
import { ConsentConnection, SessionConnection } from './connections.js';
import { ConsentObject, consentObject, RevokeConsentInputObject } from './consent-objects.js';
import { DRY_RUN, runDeletion } from './dry-run.js';
import { findClient } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { livePage } from './live-page.js';
import { sessionsPage } from './live-sessions.js';
import { PageArgs } from './page-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import type { SessionObject } from './session-objects.js';
import { UserObject } from './user-object.js';

@Resolver(() => ConsentObject)
export class ConsentResolver {
  @Permission('users:write')
  @Mutation(() => DeletePayload, {
    description:
      'Revokes a consent and the grants that depend on it. To get access again, the client must ask the user again.',
  })
  async revokeConsent(
    @Arg('input', () => RevokeConsentInputObject, {
      description: 'The consent to revoke: the user who gave it, and the client that received it.',
    })
    input: RevokeConsentInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => revokeConsent(deps, context.caller, input));
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description: 'The client that received the consent. Null with a FORBIDDEN error if the caller cannot read clients.',
  })
  client(@Root() { clientId }: ConsentObject, @Ctx() context: GraphqlContext): Promise<ClientObject | null> {
    return findClient(context, clientId);
  }
}

@Resolver(() => UserObject)
export class UserActivity {
  @Permission('sessions:read')
  @FieldResolver(() => SessionConnection, {
    nullable: true,
    description:
      'The sessions in which the user is signed in, newest first. Null with a FORBIDDEN error if the caller cannot read sessions.',
  })
  sessions(
    @Root() { id }: UserObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphqlContext,
  ): Promise<ConnectionObject<SessionObject>> {
    return sessionsPage(context, args, { userId: id });
  }

  @Permission('users:read')
  @FieldResolver(() => ConsentConnection, {
    nullable: true,
    description: 'The consents that the user gave to clients, newest first.',
  })
  async consents(
    @Root() { id }: UserObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<ConsentObject>> {
    const { consents } = deps.store;
    const page = await readPage(args, (request) => consents.pageOfUser(id, request));
    const live = await livePage(page, async (consent) => {
      const client = await loaders.clients.load(consent.clientId);
      return client?.generation === consent.clientGeneration ? consent : undefined;
    });
    return connection(live, consentObject, () => consents.countOfUser(id));
  }
}
