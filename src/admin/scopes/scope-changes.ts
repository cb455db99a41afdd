import { z } from 'zod';
import { changeRecord } from '../../model/change-record.js';
import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { isAdminPermission } from '../../model/server/administration.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission } from '../authorization.js';
import { isServersOwn } from '../clients/client-rules.js';
import { resourceProblem } from '../clients/client-uris.js';
import { distinct, givenId, invalid, line, notFound, parseInput, scopeToken } from '../parse-input.js';
import { differences, recordChange } from '../record-change.js';
import { claimNameProblem } from './claim-name.js';

const MOST_CLAIMS = 100;

const claimName = z.string().superRefine((name, context) => {
  const message = claimNameProblem(name);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const putScopeInput = z.object({
  name: scopeToken.min(1, 'must not be empty'),
  description: line(500).nullish(),
  claims: z.array(claimName).max(MOST_CLAIMS, `must have at most ${MOST_CLAIMS} entries`).transform(distinct).nullish(),
  resource: z.string().nullish(),
});

/** Whether a scope is always there, and not to be changed. */
export function isBuiltIn(name: string): boolean {
  return isAdminPermission(name) || STANDARD_SCOPES.some(({ id }) => id === name);
}

/** Makes a scope, or makes it anew: what is left out is empty afterwards. */
export async function putScope(deps: Deps, caller: AdminCaller, input: z.input<typeof putScopeInput>): Promise<Scope> {
  requirePermission(caller, 'scopes:write');
  const { name, description, claims, resource } = parseInput(putScopeInput, input);
  if (isBuiltIn(name)) throw invalid('name', 'is that of a scope which is always there and cannot be changed');
  if (resource != null) checkResource(deps, resource);
  const wanted = { description: description ?? undefined, claims: claims ?? [], resource: resource ?? undefined };
  const made: Scope = { ...wanted, id: name, version: 1 };
  if (await deps.store.scopes.insert(made)) {
    await recordChange(deps, caller, {
      type: 'CREATED',
      resource: 'scope',
      resourceId: name,
      detail: { claims: [...wanted.claims], resource: wanted.resource ?? null },
    });
    return made;
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

/** A token for the server's own resources is not for a scope of anybody else to give. */
function checkResource({ config }: Deps, resource: string): void {
  const problem = resourceProblem(resource);
  if (problem !== undefined) throw invalid('resource', problem);
  if (isServersOwn(resource, config.issuer)) {
    throw invalid('resource', 'must not be an issuer or the administration API');
  }
}

const deleteScopeInput = z.object({ name: givenId });

/** Deletes a scope: clients that list it do not have it any more. */
export async function deleteScope(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteScopeInput>,
): Promise<void> {
  requirePermission(caller, 'scopes:write');
  const { name } = parseInput(deleteScopeInput, input);
  if (isBuiltIn(name)) throw invalid('name', 'is that of a scope which is always there and cannot be deleted');
  if (!(await deps.store.scopes.delete(name))) throw notFound('scope', 'name');
  await recordChange(deps, caller, { type: 'DELETED', resource: 'scope', resourceId: name });
}
