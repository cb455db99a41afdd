/*
 * This folder changes custom scopes and checks the names of claims. Standard scopes and the scopes for administration
 * are constants in `src/model`, so they cannot be changed.
 */

import { z } from 'zod';
import { changeRecord } from '../../model/change-record.js';
import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { isAdminPermission } from '../../model/server/administration.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { isServersOwn } from '../clients/client-rules.js';
import { resourceProblem } from '../clients/client-uris.js';
import { distinct, givenId, invalid, line, notFound, parseInput, scopeToken } from '../input-parser.js';
import { differences, recordChange } from '../record-change.js';
import { claimNameProblem } from './claim-name.js';

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
});

export function isBuiltIn(name: string): boolean {
  return isAdminPermission(name) || STANDARD_SCOPES.some(({ id }) => id === name);
}

/** Creates a scope, or replaces the scope that has the same name. Fields that the input omits become empty. */
export async function putScope(deps: Deps, caller: AdminCaller, input: z.input<typeof putScopeInput>): Promise<Scope> {
  checkPermission(caller, 'scopes:write');
  const { name, description, claims, resource } = parseInput(putScopeInput, input);
  if (isBuiltIn(name)) throw invalid('name', 'is the name of a built-in scope, which cannot be changed');
  if (resource != null) checkResource(deps, resource);
  const wanted = { description: description ?? undefined, claims: claims ?? [], resource: resource ?? undefined };
  const scope: Scope = { ...wanted, id: name, version: 1 };
  if (await deps.store.scopes.insert(scope)) {
    await recordChange(deps, caller, {
      type: 'CREATED',
      resource: 'scope',
      resourceId: name,
      detail: { claims: [...wanted.claims], resource: wanted.resource ?? null },
    });
    return scope;
  }
  const changed = await changeRecord(
    deps.store.scopes,
    name,
    () => notFound('scope', 'name'),
    () => wanted,
  );
  const detail = differences(viewOf(changed.before), viewOf(changed.after), ['description', 'claims', 'resource']);
  if (detail.changed.length > 0) {
    await recordChange(deps, caller, { type: 'UPDATED', resource: 'scope', resourceId: name, detail });
  }
  return changed.after;
}

function viewOf({ description, claims, resource }: Scope) {
  return { description, claims, resource };
}

/**
 * Throws if the resource of a custom scope is an issuer or the administration API, because special rules apply to
 * tokens for these resources.
 */
function checkResource({ config }: Deps, resource: string): void {
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
  if (isBuiltIn(name)) throw invalid('name', 'is the name of a built-in scope, which cannot be deleted');
  if (!(await deps.store.scopes.delete(name))) throw notFound('scope', 'name');
  await recordChange(deps, caller, { type: 'DELETED', resource: 'scope', resourceId: name });
}
