import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { knownScopes } from '../access/claims.js';
import { deleteScope, putScope } from '../admin/scopes/scope-changes.js';
import type { GraphqlContext } from './graphql-context.js';
import { DELETED, DeletePayload } from './payloads.js';
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
    description:
      'Returns all scopes: standard scopes, scopes of the administration API, and scopes that administrators created.',
  })
  async scopes(@Ctx() { deps }: GraphqlContext): Promise<ScopeObject[]> {
    return (await knownScopes(deps)).map(scopeObject);
  }

  @Permission('scopes:write')
  @Mutation(() => ScopePayload, { description: 'Creates a scope, or replaces it.' })
  async putScope(
    @Arg('input', () => PutScopeInputObject, { description: 'The complete scope.' }) input: PutScopeInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ScopePayload> {
    return { scope: scopeObject(await putScope(deps, caller, input)) };
  }

  @Permission('scopes:write')
  @Mutation(() => DeletePayload, { description: 'Deletes a scope. Clients that list it can no longer request it.' })
  async deleteScope(
    @Arg('input', () => DeleteScopeInputObject, { description: 'The scope to delete.' }) input: DeleteScopeInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deleteScope(deps, caller, input);
    return DELETED;
  }
}
