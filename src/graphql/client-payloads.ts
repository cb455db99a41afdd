import { Field, ObjectType } from 'type-graphql';
import { ClientObject } from './client-object.js';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('CreateClientPayload', { description: 'The result of `createClient`.' })
export class CreateClientPayload {
  @Field(() => ClientObject, { description: 'The new client.' })
  client!: ClientObject;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret of the new client. Store it now: the server never shows it again. Null if the client needs no secret, for example because it authenticates with a private key.',
  })
  clientSecret!: string | null;
}

@Permission('any caller')
@ObjectType('ClientPayload', { description: 'The result of a mutation that changes a client.' })
export class ClientPayload {
  @Field(() => ClientObject, { description: 'The client after the change.' })
  client!: ClientObject;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@Permission('any caller')
@ObjectType('ClientSecretPayload', { description: 'The result of `addClientSecret`.' })
export class ClientSecretPayload {
  @Field(() => ClientObject, { description: 'The client, which now has the new secret.' })
  client!: ClientObject;

  @Field(() => String, { description: 'The new secret. Store it now: the server never shows it again.' })
  clientSecret!: string;
}
