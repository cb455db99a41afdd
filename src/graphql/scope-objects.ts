import { Field, InputType, ObjectType } from 'type-graphql';
import { isBuiltIn } from '../admin/scopes/scope-changes.js';
import type { Scope } from '../model/clients/scope.js';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { Permission } from './permission-guard.js';

@Permission('scopes:read')
@ObjectType('Scope', {
  description:
    'A scope that clients can request. With a scope, a client can read certain claims about the user, or use a certain API. The API finds the scope in the access token that the client sends.',
})
export class ScopeObject {
  @Field(() => String, { description: 'The name of the scope, as it appears in requests and tokens.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The explanation of the scope that users see on the consent page. Null if there is none.',
  })
  description!: string | null;

  @Field(() => [String], {
    description:
      'The names of the claims that a client with this scope can read. Each is a standard claim or a key of `User.claims`.',
  })
  claims!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description:
      'The URI of the API that the scope is for. Access tokens with this scope have this URI as their audience (RFC 8707). Null if the scope is for no particular API.',
  })
  resource!: string | null;

  @Field(() => Boolean, {
    description: 'Whether a user gets the scope only with a role that lists it.',
  })
  requiresRole!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the scope is built into the server. Built-in scopes cannot be changed or deleted.',
  })
  standard!: boolean;
}

export function scopeObject(scope: Scope): ScopeObject {
  const { id, description, claims, resource } = scope;
  return {
    name: id,
    description: description ?? null,
    claims,
    resource: resource ?? null,
    requiresRole: scope.requiresRole === true,
    standard: isBuiltIn(scope),
  };
}

@Permission('any caller')
@ObjectType('ScopePayload', { description: 'The result of `putScope`.' })
export class ScopePayload {
  @Field(() => ScopeObject, { description: 'The scope after the mutation.' })
  scope!: ScopeObject;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@InputType('PutScopeInput', {
  description: 'The complete scope. It replaces an existing scope with this name. A field that you omit becomes empty.',
})
export class PutScopeInputObject {
  @Field(() => String, {
    description:
      'The name of the scope: at most 128 visible ASCII characters. It must not be the name of a built-in scope.',
  })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The description that users see on the consent page.' })
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The names of the claims that a client with this scope can read. Names that the protocols reserve, such as `sub`, are rejected.',
  })
  claims?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The URI of the API that the scope is for. If you omit this field, the scope is for no particular API.',
  })
  resource?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a user gets the scope only with a role that lists it. The server checks the role whenever it issues or refreshes tokens. A client that acts for itself gets such a scope only if its request names the scope.',
  })
  requiresRole?: boolean | null;
}

@InputType('DeleteScopeInput', { description: 'Which scope to delete.' })
export class DeleteScopeInputObject {
  @Field(() => String, { description: 'The name of the scope to delete.' })
  name!: string;
}
