import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Consent } from '../model/access/consent.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('Consent', { description: 'What a user allowed a client to have.' })
export class ConsentObject {
  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;

  @Field(() => [String], { description: 'The scopes that the user allowed.' })
  scopes!: readonly string[];

  @Field(() => DateTime, { description: 'When the user gave the consent, or last extended it.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When a sign-in last used the consent.' })
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

@InputType('RevokeConsentInput', { description: 'The consent to revoke.' })
export class RevokeConsentInputObject {
  @Field(() => ID, { description: 'The id of the user who gave it.' })
  userId!: string;

  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;
}
