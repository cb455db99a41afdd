import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Consent } from '../model/access/consent.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('Consent', {
  description: 'A record that a user allowed a client to use certain scopes.',
})
export class ConsentObject {
  @Field(() => ID, { description: 'The `client_id` of the client that received the consent.' })
  clientId!: string;

  @Field(() => [String], { description: 'The scopes that the user allowed the client to use.' })
  scopes!: readonly string[];

  @Field(() => DateTime, {
    description: 'When the user first gave the consent. A later consent to more scopes does not change this time.',
  })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the user last signed in to the client with this consent. Null if the consent was never used.',
  })
  lastUsedAt!: Date | null;
}

export function consentObject({ clientId, scopes, createdAt, lastUsedAt }: Consent): ConsentObject {
  return {
    clientId,
    scopes,
    createdAt,
    lastUsedAt: lastUsedAt ?? null,
  };
}

@InputType('RevokeConsentInput', {
  description: 'The consent to revoke: the user who gave it, and the client that received it.',
})
export class RevokeConsentInputObject {
  @Field(() => ID, { description: 'The id of the user who gave the consent.' })
  userId!: string;

  @Field(() => ID, { description: 'The `client_id` of the client that received the consent.' })
  clientId!: string;
}
