import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { knownScopes } from '../access/claims.js';
import { deleteScope, putScope } from '../admin/scopes/scope-changes.js';
import type { GraphqlContext } from './graphql-context.js';
import { DELETED, DeletePayload, INPUT } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  DeleteScopeInputObject,
  PutScopeInputObject,
  ScopeObject,
  ScopePayload,
  scopeObject,
} from './scope-objects.js';

@Resolver()
export class ScopeResolver {
  @Permission('scopes:read')
  @Query(() => [ScopeObject], {
    description: 'All scopes: the standard ones, those of the administration API, and those that were made.',
  })
  async scopes(@Ctx() { deps }: GraphqlContext): Promise<ScopeObject[]> {
    return (await knownScopes(deps)).map(scopeObject);
  }

  @Permission('scopes:write')
  @Mutation(() => ScopePayload, { description: 'Makes a scope, or makes it anew.' })
  async putScope(
    @Arg('input', () => PutScopeInputObject, INPUT) input: PutScopeInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ScopePayload> {
    return { scope: scopeObject(await putScope(deps, caller, input)) };
  }

  @Permission('scopes:write')
  @Mutation(() => DeletePayload, { description: 'Deletes a scope: clients that list it do not have it any more.' })
  async deleteScope(
    @Arg('input', () => DeleteScopeInputObject, INPUT) input: DeleteScopeInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deleteScope(deps, caller, input);
    return DELETED;
  }
}
