import { Field, InputType, ObjectType } from 'type-graphql';
import { isBuiltIn } from '../admin/scopes/scope-changes.js';
import type { Scope } from '../model/clients/scope.js';
import { Permission } from './permission-guard.js';

@Permission('scopes:read')
@ObjectType('Scope', {
  description:
    'A scope that clients may request. It releases claims about the user, and APIs find it in access tokens.',
})
export class ScopeObject {
  @Field(() => String, { description: 'The name of the scope in requests and tokens.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The description that users see on the consent page.' })
  description!: string | null;

  @Field(() => [String], {
    description: 'The claims that the scope releases: standard claims, or keys of `User.claims`.',
  })
  claims!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description:
      'The URI of the API that the scope is for. It is the audience of access tokens with this scope (RFC 8707).',
  })
  resource!: string | null;

  @Field(() => Boolean, { description: 'Whether the scope is built in. Built-in scopes cannot be changed.' })
  standard!: boolean;
}

export function scopeObject({ id, description, claims, resource }: Scope): ScopeObject {
  return {
    name: id,
    description: description ?? null,
    claims,
    resource: resource ?? null,
    standard: isBuiltIn(id),
  };
}

@Permission('any caller')
@ObjectType('ScopePayload', { description: 'The created or changed scope.' })
export class ScopePayload {
  @Field(() => ScopeObject, { description: 'The scope after the change.' })
  scope!: ScopeObject;
}

@InputType('PutScopeInput', { description: 'The complete scope. A field that you omit is empty afterwards.' })
export class PutScopeInputObject {
  @Field(() => String, {
    description: 'The name of the scope: at most 128 visible ASCII characters. Names of built-in scopes are rejected.',
  })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The description that users see on the consent page.' })
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The claims that the scope releases. Names that the protocols use, such as `sub`, are rejected.',
  })
  claims?: string[] | null;

  @Field(() => String, { nullable: true, description: 'The URI of the API that the scope is for.' })
  resource?: string | null;
}

@InputType('DeleteScopeInput', { description: 'The scope to delete.' })
export class DeleteScopeInputObject {
  @Field(() => String, { description: 'The name of the scope.' })
  name!: string;
}
