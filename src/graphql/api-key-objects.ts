import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ApiKey } from '../model/server/api-key.js';
import { DateTime } from './date-time.js';
import { MakerObject, makerObject } from './maker-objects.js';
import { Permission } from './permission-guard.js';

const PERMISSIONS =
  'The permissions of the key. Each permission has the form `resource:action`, such as `users:read`. The resource is clients, users, groups, permissions, scopes, issuers, sessions, tokens, apiKeys, webhooks or audit. The action is read or write, and write includes read. The single permission `*` stands for all of them.';

@Permission('apiKeys:read')
@ObjectType('ApiKey', {
  description:
    'A secret key with which scripts and tools call this API. The key stops working when the user, client, grant or API key that created it becomes invalid. It never has a permission that its creator has lost.',
})
export class ApiKeyObject {
  @Field(() => ID, { description: 'The id of the API key.' })
  id!: string;

  @Field(() => String, { description: 'The name of the API key, which tells people what the key is for.' })
  name!: string;

  @Field(() => String, {
    description: 'The first characters of the secret. People can recognize the key by these characters.',
  })
  hint!: string;

  @Field(() => [String], { description: PERMISSIONS })
  permissions!: readonly string[];

  @Field(() => DateTime, { description: 'When the API key was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the API key expires. Null if the key never expires.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the API key was last used, accurate to one minute. Null if the key was never used.',
  })
  lastUsedAt!: Date | null;

  @Field(() => MakerObject, { description: 'Who made the key.' })
  maker!: MakerObject;
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
    maker: makerObject(key),
  };
}

@Permission('any caller')
@ObjectType('CreateApiKeyPayload', { description: 'The result of `createApiKey`.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKeyObject, { description: 'The new API key, without its secret.' })
  apiKey!: ApiKeyObject;

  @Field(() => String, {
    description: 'The complete API key, to send as a bearer token. Store it now: the server never shows it again.',
  })
  key!: string;
}

@InputType('CreateApiKeyInput', {
  description:
    'The name, permissions and lifetime of a new API key. A caller can give a key only permissions that the caller has.',
})
export class CreateApiKeyInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the new API key: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, { description: 'The name of the API key, which tells people what the key is for.' })
  name!: string;

  @Field(() => [String], { description: PERMISSIONS })
  permissions!: string[];

  @Field(() => Int, {
    nullable: true,
    description:
      'The lifetime of the new key in seconds, from 1 to 315360000 (ten years). If you omit this field, the new key has no expiry time of its own. The new key never outlives the credential with which you create the key: your API key, or the grant of your access token.',
  })
  expiresIn?: number | null;
}

@InputType('DeleteApiKeyInput', { description: 'Which API key to delete.' })
export class DeleteApiKeyInputObject {
  @Field(() => ID, { description: 'The id of the API key to delete.' })
  id!: string;
}
