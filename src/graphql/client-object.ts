import { Field, ID, ObjectType } from 'type-graphql';
import { isOptional } from '../admin/clients/client-defaults.js';
import { SETTING_ENTRIES, settingsOf } from '../admin/clients/client-settings.js';
import type { Client } from '../model/clients/client.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { declareFields } from './value-fields.js';

@Permission('clients:read')
@ObjectType('ClientSecret', {
  description:
    'A secret with which a client proves its identity. The server returns the secret itself only once, when it creates the secret.',
})
export class ClientSecretObject {
  @Field(() => ID, {
    description:
      'The id of the secret. While the client has two secrets, a JWT that is signed with one of them contains the id of that secret as its `kid`.',
  })
  id!: string;

  @Field(() => String, {
    description: 'The first characters of the secret. People can recognize the secret by these characters.',
  })
  hint!: string;

  @Field(() => DateTime, { description: 'When the secret was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the secret expires. Null if the secret never expires.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the client last used the secret, accurate to one day. Null if the client never used the secret.',
  })
  lastUsedAt!: Date | null;
}

@Permission('clients:read')
@ObjectType('Client', {
  description:
    'An application that signs users in, or an API that accepts access tokens. Each client is registered with one issuer.',
})
export class ClientObject {
  @Field(() => ID, { description: 'The `client_id`, with which the application identifies itself.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the issuer that the client belongs to.' })
  issuerId!: string;

  @Field(() => [ClientSecretObject], {
    description: 'The secrets of the client, oldest first. At most two are valid at the same time.',
  })
  secrets!: ClientSecretObject[];

  @Field(() => DateTime, { description: 'When the client was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the client was last changed.' })
  updatedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the client last signed a user in, or last requested or introspected a token. Accurate to about one minute. Null if the client has not been used since the server has version 0.2.',
  })
  lastUsedAt!: Date | null;

  /**
   * This field is not in the GraphQL schema. Resolvers use the generation to find records that belong to this client,
   * and not to an earlier client with the same id.
   */
  generation!: string;
}

declareFields(
  ClientObject,
  'output',
  SETTING_ENTRIES.map(([name, setting]) => [
    name,
    { type: setting.type, description: setting.description, nullable: isOptional(setting) },
  ]),
);

export function clientObject(client: Client): ClientObject {
  return {
    ...settingsOf(client),
    id: client.id,
    issuerId: client.issuerId,
    generation: client.generation,
    secrets: client.secrets.map(({ id, hint, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      hint,
      createdAt: new Date(createdAt),
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
      lastUsedAt: lastUsedAt === undefined ? null : new Date(lastUsedAt),
    })),
    createdAt: client.createdAt,
    updatedAt: client.updatedAt,
    lastUsedAt: client.lastUsedAt ?? null,
  };
}
