import { Field, ID, ObjectType } from 'type-graphql';
import { isOptional } from '../admin/clients/client-defaults.js';
import { SETTING_ENTRIES, settingsOf } from '../admin/clients/client-settings.js';
import type { Client } from '../model/clients/client.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { declareFields } from './value-fields.js';

@Permission('clients:read')
@ObjectType('ClientSecret', {
  description: 'A secret of a client. The secret itself is only shown when it is created.',
})
class ClientSecretObject {
  @Field(() => ID, {
    description: 'The id of the secret. While a client has two, it is the `kid` of JWTs signed with this one.',
  })
  id!: string;

  @Field(() => String, { description: 'The first characters of the secret, to recognize it by.' })
  hint!: string;

  @Field(() => DateTime, { description: 'When the secret was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the secret expires. Null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the client last used the secret.' })
  lastUsedAt!: Date | null;
}

@Permission('clients:read')
@ObjectType('Client', { description: 'An application or API that is registered with an issuer.' })
export class ClientObject {
  @Field(() => ID, { description: 'The `client_id`.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the issuer.' })
  issuerId!: string;

  @Field(() => [ClientSecretObject], {
    description: 'The secrets of the client, oldest first. At most two are valid at the same time.',
  })
  secrets!: ClientSecretObject[];

  @Field(() => DateTime, { description: 'When the client was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the client was last changed.' })
  updatedAt!: Date;

  /** For resolvers; not a field of the schema. */
  generation!: string;
}

declareFields(
  ClientObject,
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
  };
}
