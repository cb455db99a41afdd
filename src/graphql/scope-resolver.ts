import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { knownScopes } from '../access/claims/known-scopes.js';
import { deleteScope, putScope } from '../admin/scopes/scope-changes.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import type { GraphqlContext } from './graphql-context.js';
import { DeletePayload } from './payloads.js';
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
      'Lists all scopes: the standard scopes, the scopes for the administration API, and the scopes that administrators created.',
  })
  async scopes(@Ctx() { deps }: GraphqlContext): Promise<ScopeObject[]> {
    return (await knownScopes(deps)).map(scopeObject);
  }

  @Permission('scopes:write')
  @Mutation(() => ScopePayload, { description: 'Creates a scope, or replaces the scope that has the same name.' })
  async putScope(
    @Arg('input', () => PutScopeInputObject, {
      description: 'The complete scope, including the fields that do not change.',
    })
    input: PutScopeInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ScopePayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      putScope(deps, context.caller, input),
    );
    return { scope: scopeObject(result), effects };
  }

  @Permission('scopes:write')
  @Mutation(() => DeletePayload, {
    description: 'Deletes a scope. Clients can no longer request the scope, even if their settings still list it.',
  })
  async deleteScope(
    @Arg('input', () => DeleteScopeInputObject, { description: 'Which scope to delete.' })
    input: DeleteScopeInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteScope(deps, context.caller, input));
  }
}
