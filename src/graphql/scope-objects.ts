import { Field, InputType, ObjectType } from 'type-graphql';
import { isBuiltIn } from '../admin/scopes/scope-changes.js';
import type { Scope } from '../model/clients/scope.js';
import { Permission } from './permission-guard.js';

@Permission('scopes:read')
@ObjectType('Scope', {
  description: 'What a client may ask for. It releases claims about the user and, in access tokens, stands for itself.',
})
export class ScopeObject {
  @Field(() => String, { description: 'Its name in requests and tokens.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What users are told that it means.' })
  description!: string | null;

  @Field(() => [String], { description: 'Claims that it releases: standard ones, or keys of `User.claims`.' })
  claims!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'URI of the API that it is for: the audience of access tokens that carry it (RFC 8707).',
  })
  resource!: string | null;

  @Field(() => Boolean, { description: 'Whether it is always there, and cannot be changed.' })
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
@ObjectType('ScopePayload', { description: 'A scope that was made or changed.' })
export class ScopePayload {
  @Field(() => ScopeObject, { description: 'The scope as it is now.' })
  scope!: ScopeObject;
}

@InputType('PutScopeInput', { description: 'A scope as it is to be: what is left out is empty afterwards.' })
export class PutScopeInputObject {
  @Field(() => String, { description: 'Its name: at most 128 visible ASCII characters. Standard ones are refused.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What users are told that it means.' })
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Claims that it releases. Names that the protocols use, such as `sub`, are refused.',
  })
  claims?: string[] | null;

  @Field(() => String, { nullable: true, description: 'URI of the API that it is for.' })
  resource?: string | null;
}

@InputType('DeleteScopeInput', { description: 'The scope that is to go.' })
export class DeleteScopeInputObject {
  @Field(() => String, { description: 'The scope.' })
  name!: string;
}
