/*
 * This folder changes custom scopes and checks the names of claims. Standard scopes and the scopes for administration
 * are constants in `src/model`, so they cannot be changed.
 */

import { z } from 'zod';
import { commitPlan } from '../../model/change-record.js';
import { deletionIf, insertion, recordAfter, update } from '../../model/change-set.js';
import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { COMPUTED_CLAIMS } from '../../model/people/claims.js';
import { isAdminPermission } from '../../model/server/administration.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { isServersOwn } from '../clients/client-rules.js';
import { resourceProblem } from '../clients/client-uris.js';
import { distinct, givenId, invalid, line, notFound, parseInput, scopeToken } from '../input-parser.js';
import { differences, eventOf } from '../record-change.js';
import { claimNameProblem } from './claim-name.js';
import { computedProblem } from './computed-claims.js';

const MAX_CLAIMS = 100;

const claimName = z.string().superRefine((name, context) => {
  const message = claimNameProblem(name);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const putScopeInput = z.object({
  name: scopeToken.min(1, 'must not be empty'),
  description: line(500).nullish(),
  claims: z.array(claimName).max(MAX_CLAIMS, `must have at most ${MAX_CLAIMS} entries`).transform(distinct).nullish(),
  resource: z.string().nullish(),
  requiresRole: z.boolean().nullish(),
});

/** Whether the server has the scope without an administrator who created it. */
export function isBuiltIn(scope: Scope): boolean {
  return isAdminPermission(scope.id) || STANDARD_SCOPES.includes(scope);
}

/**
 * Throws if no custom scope may have this name. A custom scope `groups` or `roles` that an older version stored can be
 * changed and deleted, but not created.
 */
function checkName(name: string, stored: Scope | undefined): void {
  if (isAdminPermission(name) || (stored === undefined && STANDARD_SCOPES.some(({ id }) => id === name))) {
    throw invalid('name', 'is the name of a built-in scope, which cannot be changed or deleted');
  }
  if (stored === undefined && COMPUTED_CLAIMS.has(name)) {
    throw invalid('name', `is reserved, because the server computes the claim \`${name}\`. Choose another name`);
  }
}

/** Creates a scope, or replaces the scope that has the same name. Fields that the input omits become empty. */
export async function putScope(deps: Deps, caller: AdminCaller, input: z.input<typeof putScopeInput>): Promise<Scope> {
  checkPermission(caller, 'scopes:write');
  const { name, description, claims, resource, requiresRole } = parseInput(putScopeInput, input);
  if (resource != null) checkResource(deps, resource);
  const wanted = {
    description: description ?? undefined,
    claims: claims ?? [],
    resource: resource ?? undefined,
    requiresRole: requiresRole === true ? true : undefined,
  };
  const about = { resource: 'scope', resourceId: name };
  return commitPlan(deps.store, async () => {
    const seen = await deps.store.scopes.find(name);
    checkName(name, seen);
    checkClaims(claims ?? [], seen);
    if (seen === undefined) {
      const scope: Scope = { ...wanted, id: name, version: 1 };
      const detail = {
        claims: [...wanted.claims],
        resource: wanted.resource ?? null,
        requiresRole: requiresRole === true,
      };
      const event = eventOf(deps, caller, { type: 'CREATED', ...about, detail });
      return { changes: [insertion('scopes', scope), event], result: scope };
    }
    const result = recordAfter(seen, wanted);
    const detail = differences(viewOf(seen), viewOf(result), ['description', 'claims', 'resource', 'requiresRole']);
    if (detail.changed.length === 0) return { changes: [], result: seen };
    const event = eventOf(deps, caller, { type: 'UPDATED', ...about, detail });
    return { changes: [update('scopes', seen, wanted), event], result };
  });
}

function viewOf({ description, claims, resource, requiresRole }: Scope) {
  return { description, claims, resource, requiresRole };
}

/** Throws if the scope would newly release a claim that the server computes. */
function checkClaims(claims: readonly string[], stored: Scope | undefined): void {
  const index = claims.findIndex((name) => COMPUTED_CLAIMS.has(name) && stored?.claims.includes(name) !== true);
  if (index !== -1) throw invalid(`claims.${index}`, computedProblem(claims[index] ?? ''));
}

/**
 * Throws if the resource of a custom scope is an issuer or the administration API, because special rules apply to
 * tokens for these resources.
 */
export function checkResource({ config }: Deps, resource: string): void {
  const problem = resourceProblem(resource);
  if (problem !== undefined) throw invalid('resource', problem);
  if (isServersOwn(resource, config.issuer)) {
    throw invalid('resource', 'must not be the URL of an issuer or of the administration API');
  }
}

const deleteScopeInput = z.object({ name: givenId });

/** Deletes a scope. Clients can no longer request the scope, even if their settings still list it. */
export async function deleteScope(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteScopeInput>,
): Promise<void> {
  checkPermission(caller, 'scopes:write');
  const { name } = parseInput(deleteScopeInput, input);
  checkName(name, await deps.store.scopes.find(name));
  const event = eventOf(deps, caller, { type: 'DELETED', resource: 'scope', resourceId: name });
  if (!(await deps.store.commit([deletionIf('scopes', { id: name }), event]))) throw notFound('scope', 'name');
}
