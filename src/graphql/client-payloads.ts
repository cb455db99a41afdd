import { Field, ObjectType } from 'type-graphql';
import { ClientObject } from './client-object.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('CreateClientPayload', { description: 'The created client.' })
export class CreateClientPayload {
  @Field(() => ClientObject, { description: 'The client.' })
  client!: ClientObject;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret, which is only shown here. Null if the client needs none: with NONE, or with PRIVATE_KEY_JWT and neither BASIC nor HS256.',
  })
  clientSecret!: string | null;
}

@Permission('any caller')
@ObjectType('ClientPayload', { description: 'The changed client.' })
export class ClientPayload {
  @Field(() => ClientObject, { description: 'The client after the change.' })
  client!: ClientObject;
}

@Permission('any caller')
@ObjectType('ClientSecretPayload', { description: 'The created secret.' })
export class ClientSecretPayload {
  @Field(() => ClientObject, { description: 'The client after the change.' })
  client!: ClientObject;

  @Field(() => String, { description: 'The secret, which is only shown here.' })
  clientSecret!: string;
}
