import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isSameGeneration } from '../model/generation.js';
import { ApiKeyObject, apiKeyObject } from './api-key-objects.js';
import { ClientObject, clientObject } from './client-object.js';
import { findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { MakerObject } from './maker-objects.js';
import { Permission } from './permission-guard.js';
import { UserObject } from './user-object.js';

/** Resolves the records whose ids a maker has. A later record with the id of a deleted one is another record. */
@Resolver(() => MakerObject)
export class MakerReferences {
  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user with the id `userId`. Null if the user was deleted, or with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: MakerObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description:
      'The client with the id `clientId`. Null if the client was deleted, or with a FORBIDDEN error if the caller cannot read clients.',
  })
  async client(@Root() { record }: MakerObject, @Ctx() { loaders }: GraphqlContext): Promise<ClientObject | null> {
    const { clientId, clientGeneration } = record;
    const client = clientId === undefined ? undefined : await loaders.clients.load(clientId);
    const isPresent = client !== undefined && isSameGeneration(client.generation, clientGeneration);
    return isPresent ? clientObject(client) : null;
  }

  @Permission('apiKeys:read')
  @FieldResolver(() => ApiKeyObject, {
    nullable: true,
    description:
      'The API key with the id `apiKeyId`. Null if the key was deleted, or with a FORBIDDEN error if the caller cannot read API keys.',
  })
  async apiKey(@Root() { record }: MakerObject, @Ctx() { loaders }: GraphqlContext): Promise<ApiKeyObject | null> {
    const { makerKeyId, makerKeyOrder } = record;
    const key = makerKeyId === undefined ? undefined : await loaders.apiKeys.load(makerKeyId);
    return key !== undefined && key.order === makerKeyOrder ? apiKeyObject(key) : null;
  }
}

@Resolver(() => ApiKeyObject)
export class OwnerOfApiKey {
  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user who made the key, or for whom an application or another API key made it: the same as `maker.user`. The key stops working when this user is disabled or recovers the account. Null if no user made it, if the user was deleted, or with a FORBIDDEN error if the caller cannot read users.',
  })
  owner(@Root() { maker }: ApiKeyObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, maker.userId);
  }
}
