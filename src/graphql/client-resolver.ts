import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { createClient } from '../admin/clients/client-create.js';
import { deleteClient } from '../admin/clients/client-delete.js';
import { addClientSecret, removeClientSecret } from '../admin/clients/client-secrets.js';
import { updateClient } from '../admin/clients/client-update.js';
import { parseList } from '../admin/list-input.js';
import { readPage } from '../admin/page-read.js';
import {
  AddClientSecretInputObject,
  CreateClientInputObject,
  DeleteClientInputObject,
  RemoveClientSecretInputObject,
  UpdateClientInputObject,
} from './client-inputs.js';
import { ClientObject, clientObject } from './client-object.js';
import { ClientPayload, ClientSecretPayload, CreateClientPayload } from './client-payloads.js';
import { type ConnectionObject, connection } from './connection.js';
import { ClientConnection } from './connections.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { ClientListArgs } from './list-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class ClientResolver {
  @Permission('clients:read')
  @Query(() => ClientObject, {
    nullable: true,
    description: 'Returns the client with this `client_id`, or null if there is none.',
  })
  async client(
    @Arg('id', () => ID, { description: 'The `client_id` of the client.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ClientObject | null> {
    const client = await deps.store.clients.find(id);
    return client === undefined ? null : clientObject(client);
  }

  @Permission('clients:read')
  @Query(() => ClientConnection, {
    description:
      'Lists all clients, newest first. `search` looks in the id and the name. A page can have fewer entries than you request, although `hasNextPage` is true, because the server examines at most 300 clients for a page.',
  })
  async clients(
    @Args(() => ClientListArgs) args: ClientListArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<ClientObject>> {
    const list = parseList(args);
    const page = await readPage(args, (request) => deps.store.clients.page(request, list));
    return connection(page, clientObject, () => deps.store.clients.count(list));
  }

  @Permission('clients:write')
  @FreshSignIn()
  @Mutation(() => CreateClientPayload, {
    description:
      'Registers an application or an API. Only users who have a permission for the application can sign in to it, unless `accessPolicy` is ALL_USERS.',
  })
  async createClient(
    @Arg('input', () => CreateClientInputObject, { description: 'The settings of the new client.' })
    input: CreateClientInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateClientPayload> {
    const { client, clientSecret } = await createClient(deps, caller, input);
    return { client: clientObject(client), clientSecret: clientSecret ?? null };
  }

  @Permission('clients:write')
  @FreshSignIn(
    'scopes',
    'grantTypes',
    'redirectUris',
    'redirectUriPolicy',
    'postLogoutRedirectUris',
    'forwardAuth',
    'claimRules',
    'tokenEndpointAuthMethod',
    'jwks',
    'jwksUri',
  )
  @Mutation(() => ClientPayload, { description: 'Changes the settings of a client.' })
  async updateClient(
    @Arg('input', () => UpdateClientInputObject, { description: 'The client to change, and its new settings.' })
    input: UpdateClientInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ClientPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      updateClient(deps, context.caller, input),
    );
    return { client: clientObject(result), effects };
  }

  @Permission('clients:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description:
      'Deletes a client and revokes its grants and tokens. Its permissions, consents, roles and forward-auth hosts are deleted too.',
  })
  async deleteClient(
    @Arg('input', () => DeleteClientInputObject, { description: 'Which client to delete.' })
    input: DeleteClientInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteClient(deps, context.caller, input));
  }

  @Permission('clients:write')
  @FreshSignIn()
  @Mutation(() => ClientSecretPayload, {
    description:
      'Creates a second secret for a client, so that you can replace the old secret of the client without an interruption.',
  })
  async addClientSecret(
    @Arg('input', () => AddClientSecretInputObject, { description: 'The client that gets another secret.' })
    input: AddClientSecretInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ClientSecretPayload> {
    const { client, clientSecret } = await addClientSecret(deps, caller, input);
    return { client: clientObject(client), clientSecret };
  }

  @Permission('clients:write')
  @FreshSignIn()
  @Mutation(() => ClientPayload, {
    description: 'Removes a secret from a client. The server rejects the secret from then on.',
  })
  async removeClientSecret(
    @Arg('input', () => RemoveClientSecretInputObject, {
      description: 'The secret to remove, and the client that has it.',
    })
    input: RemoveClientSecretInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ClientPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      removeClientSecret(deps, context.caller, input),
    );
    return { client: clientObject(result), effects };
  }
}
