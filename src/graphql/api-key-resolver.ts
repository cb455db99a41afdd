import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { createApiKey, deleteApiKey } from '../admin/api-keys/api-key-create.js';
import { readPage } from '../admin/page-read.js';
import {
  type ApiKeyObject,
  apiKeyObject,
  CreateApiKeyInputObject,
  CreateApiKeyPayload,
  DeleteApiKeyInputObject,
} from './api-key-objects.js';
import { type ConnectionObject, connection } from './connection.js';
import { ApiKeyConnection } from './connections.js';
import { DRY_RUN, runDeletion } from './dry-run.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { PageArgs } from './page-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class ApiKeyResolver {
  @Permission('apiKeys:read')
  @Query(() => ApiKeyConnection, { description: 'Lists all API keys without their secrets, newest first.' })
  async apiKeys(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<ApiKeyObject>> {
    const page = await readPage(args, (request) => deps.store.apiKeys.page(request));
    return connection(page, apiKeyObject, () => deps.store.apiKeys.count());
  }

  @Permission('apiKeys:write')
  @FreshSignIn()
  @Mutation(() => CreateApiKeyPayload, {
    description:
      'Creates an API key. The key never has more permissions than the user, client or API key that created it, and stops working when its creator becomes invalid.',
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInputObject, { description: 'The name and permissions of the new API key.' })
    input: CreateApiKeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateApiKeyPayload> {
    const { apiKey, key } = await createApiKey(deps, caller, input);
    return { apiKey: apiKeyObject(apiKey), key };
  }

  @Permission('apiKeys:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, { description: 'Deletes an API key. The server rejects the key from then on.' })
  async deleteApiKey(
    @Arg('input', () => DeleteApiKeyInputObject, { description: 'Which API key to delete.' })
    input: DeleteApiKeyInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteApiKey(deps, context.caller, input));
  }
}
