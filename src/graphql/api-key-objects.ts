import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ApiKey } from '../model/server/api-key.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

const PERMISSIONS =
  'What it may do: resource:action, where resource is one of clients, users, groups, permissions, scopes, issuers, sessions, tokens, apiKeys, webhooks, audit and action is read or write (write includes read); or "*" for all.';

@Permission('apiKeys:read')
@ObjectType('ApiKey', {
  description: 'A key for automation. One that a user made counts only as far as their present role goes.',
})
export class ApiKeyObject {
  @Field(() => ID, { description: 'What names it.' })
  id!: string;

  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => String, { description: 'The first characters of its secret, to tell keys apart.' })
  hint!: string;

  @Field(() => [String], { description: PERMISSIONS })
  permissions!: readonly string[];

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it stops working; null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute.' })
  lastUsedAt!: Date | null;
}

export function apiKeyObject(key: ApiKey): ApiKeyObject {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    permissions: key.permissions,
    createdAt: key.createdAt,
    expiresAt: key.expiresAt ?? null,
    lastUsedAt: key.lastUsedAt ?? null,
  };
}

@Permission('any caller')
@ObjectType('CreateApiKeyPayload', { description: 'An API key that was made.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKeyObject, { description: 'The key, without its secret.' })
  apiKey!: ApiKeyObject;

  @Field(() => String, { description: 'What to send as bearer token, shown this once.' })
  key!: string;
}

@InputType('CreateApiKeyInput', { description: 'A new API key, no stronger than whoever makes it.' })
export class CreateApiKeyInputObject {
  @Field(() => ID, {
    nullable: true,
    description: '1 to 64 of [A-Za-z0-9._~-], not a UUID. Left out, the server makes one.',
  })
  id?: string | null;

  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => [String], { description: PERMISSIONS })
  permissions!: string[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds that it works; left out, until it is deleted. A key that was made with another works no longer than that one.',
  })
  expiresIn?: number | null;
}

@InputType('DeleteApiKeyInput', { description: 'The API key that is to go.' })
export class DeleteApiKeyInputObject {
  @Field(() => ID, { description: 'The key.' })
  id!: string;
}
