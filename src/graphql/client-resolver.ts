import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { createClient } from '../admin/clients/client-create.js';
import { deleteClient } from '../admin/clients/client-delete.js';
import { addClientSecret, removeClientSecret } from '../admin/clients/client-secrets.js';
import { updateClient } from '../admin/clients/client-update.js';
import { readPage } from '../admin/read-page.js';
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
import type { GraphqlContext } from './graphql-context.js';
import { SearchArgs } from './page-args.js';
import { DELETED, DeletePayload, INPUT } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class ClientResolver {
  @Permission('clients:read')
  @Query(() => ClientObject, { nullable: true, description: 'One client; null where there is none of this id.' })
  async client(
    @Arg('id', () => ID, { description: 'The `client_id`.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ClientObject | null> {
    const client = await deps.store.clients.find(id);
    return client === undefined ? null : clientObject(client);
  }

  @Permission('clients:read')
  @Query(() => ClientConnection, { description: 'All clients, newest first; `search` looks at ids and names.' })
  async clients(
    @Args(() => SearchArgs) args: SearchArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<ClientObject>> {
    const search = args.search ?? undefined;
    const page = await readPage(args, (request) => deps.store.clients.page(request, search));
    return connection(page, clientObject, () => deps.store.clients.count(search));
  }

  @Permission('clients:write')
  @Mutation(() => CreateClientPayload, { description: 'Registers an application or API.' })
  async createClient(
    @Arg('input', () => CreateClientInputObject, INPUT) input: CreateClientInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateClientPayload> {
    const { client, clientSecret } = await createClient(deps, caller, input);
    return { client: clientObject(client), clientSecret: clientSecret ?? null };
  }

  @Permission('clients:write')
  @Mutation(() => ClientPayload, { description: 'Changes the settings of a client.' })
  async updateClient(
    @Arg('input', () => UpdateClientInputObject, INPUT) input: UpdateClientInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ClientPayload> {
    return { client: clientObject(await updateClient(deps, caller, input)) };
  }

  @Permission('clients:write')
  @Mutation(() => DeletePayload, { description: 'Deletes a client, and ends all that it was let have.' })
  async deleteClient(
    @Arg('input', () => DeleteClientInputObject, INPUT) input: DeleteClientInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deleteClient(deps, caller, input);
    return DELETED;
  }

  @Permission('clients:write')
  @Mutation(() => ClientSecretPayload, { description: 'Gives a client one more secret.' })
  async addClientSecret(
    @Arg('input', () => AddClientSecretInputObject, INPUT) input: AddClientSecretInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ClientSecretPayload> {
    const { client, clientSecret } = await addClientSecret(deps, caller, input);
    return { client: clientObject(client), clientSecret };
  }

  @Permission('clients:write')
  @Mutation(() => ClientPayload, { description: 'Takes a secret from a client.' })
  async removeClientSecret(
    @Arg('input', () => RemoveClientSecretInputObject, INPUT) input: RemoveClientSecretInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ClientPayload> {
    return { client: clientObject(await removeClientSecret(deps, caller, input)) };
  }
}
