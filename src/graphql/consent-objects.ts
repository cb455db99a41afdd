import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Consent } from '../model/access/consent.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('Consent', { description: 'What a user said that a client may have, remembered.' })
export class ConsentObject {
  @Field(() => ID, { description: 'The client.' })
  clientId!: string;

  @Field(() => [String], { description: 'What it may have.' })
  scopes!: readonly string[];

  @Field(() => DateTime, { description: 'When it was given, or last widened.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it last let the client in.' })
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

@InputType('RevokeConsentInput', { description: 'The consent that is to be forgotten.' })
export class RevokeConsentInputObject {
  @Field(() => ID, { description: 'Who gave it.' })
  userId!: string;

  @Field(() => ID, { description: 'To which client.' })
  clientId!: string;
}
