import { Field, ObjectType } from 'type-graphql';
import { ClientObject } from './client-object.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('CreateClientPayload', { description: 'A client that was made.' })
export class CreateClientPayload {
  @Field(() => ClientObject, { description: 'The client.' })
  client!: ClientObject;

  @Field(() => String, {
    nullable: true,
    description:
      'Its secret, shown this once; null where it has none: NONE, or PRIVATE_KEY_JWT without BASIC or HS256.',
  })
  clientSecret!: string | null;
}

@Permission('any caller')
@ObjectType('ClientPayload', { description: 'A client that was changed.' })
export class ClientPayload {
  @Field(() => ClientObject, { description: 'The client as it is now.' })
  client!: ClientObject;
}

@Permission('any caller')
@ObjectType('ClientSecretPayload', { description: 'A secret that was made.' })
export class ClientSecretPayload {
  @Field(() => ClientObject, { description: 'The client as it is now.' })
  client!: ClientObject;

  @Field(() => String, { description: 'The secret, shown this once.' })
  clientSecret!: string;
}
