import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ApiKey } from '../model/server/api-key.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

const PERMISSIONS =
  'The permissions of the key. Each is `resource:action`: the resource is clients, users, groups, permissions, scopes, issuers, sessions, tokens, apiKeys, webhooks or audit, and the action is read or write, which includes read. `*` is every permission.';

@Permission('apiKeys:read')
@ObjectType('ApiKey', {
  description:
    'A key for scripts and tools. A key that a user created never has more permissions than the present role of the user.',
})
export class ApiKeyObject {
  @Field(() => ID, { description: 'The id of the key.' })
  id!: string;

  @Field(() => String, { description: 'The purpose of the key, for people.' })
  name!: string;

  @Field(() => String, { description: 'The first characters of the secret, to recognize the key by.' })
  hint!: string;

  @Field(() => [String], { description: PERMISSIONS })
  permissions!: readonly string[];

  @Field(() => DateTime, { description: 'When the key was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the key expires. Null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the key was last used, to the minute.' })
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
@ObjectType('CreateApiKeyPayload', { description: 'The created API key.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKeyObject, { description: 'The key without its secret.' })
  apiKey!: ApiKeyObject;

  @Field(() => String, { description: 'The complete key, to send as a bearer token. It is only shown here.' })
  key!: string;
}

@InputType('CreateApiKeyInput', {
  description: 'The name and permissions of a new API key. The caller must have every permission that the key gets.',
})
export class CreateApiKeyInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, { description: 'The purpose of the key, for people.' })
  name!: string;

  @Field(() => [String], { description: PERMISSIONS })
  permissions!: string[];

  @Field(() => Int, {
    nullable: true,
    description:
      'The seconds until the key expires. If you omit it, the key is valid until it is deleted, or until the API key expires with which you create it.',
  })
  expiresIn?: number | null;
}

@InputType('DeleteApiKeyInput', { description: 'The API key to delete.' })
export class DeleteApiKeyInputObject {
  @Field(() => ID, { description: 'The id of the key.' })
  id!: string;
}
