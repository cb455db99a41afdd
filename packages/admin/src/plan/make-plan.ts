/**
 * This folder compares a configuration file with the state of a server and plans the changes. It must not call the API:
 * `configuration/apply-configuration.ts` runs the planned steps later. To understand this folder, read the function
 * `makePlan` first.
 */

import { type Configuration, type Kind, usernameKey } from '../configuration/configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import { planMembers, planPermissions } from './plan-access.js';
import { planClients } from './plan-clients.js';
import { planGroups, planUsers } from './plan-people.js';
import { planRoleAssignments, planRoles } from './plan-roles.js';
import { planIssuers, planScopes } from './plan-scopes-and-issuers.js';
import { isLimitStep, planServerSettings } from './plan-server-settings.js';
import type { Plan, Step } from './plan-step.js';
import { RELEASED_HOSTS } from './release-hosts.js';

/**
 * Computes the steps that make the server match the file. Deletions come first, beginning with roles and
 * permissions, and new permissions and roles come last, so that no user has too much access if a run stops early. A record is created before another
 * record refers to it. Limits that new records may not fit come last.
 */
export function makePlan(file: Configuration, state: ServerState, deletes: boolean): Plan {
  /**
   * Returns the names of the records of one kind that will exist after the plan has run. If `deletes` is false, no
   * record is deleted, so records that the file omits are included.
   */
  const kept = <T>(kind: Kind, named: readonly T[], present: readonly T[]): Set<T> =>
    new Set(deletes && file[kind] !== undefined ? named : [...named, ...present]);
  const idsOf = (entries: readonly { readonly id: string }[] = []) => entries.map(({ id }) => id);
  const subjects = {
    clients: kept('clients', idsOf(file.clients), idsOf(state.clients)),
    groups: kept('groups', idsOf(file.groups), idsOf(state.groups)),
    users: kept(
      'users',
      (file.users ?? []).map(({ username }) => usernameKey(username)),
      [...state.users.keys()],
    ),
  };
  const scopes = kept(
    'scopes',
    (file.scopes ?? []).map(({ name }) => name),
    state.scopes.map(({ name }) => name),
  );
  const issuers = kept('issuers', idsOf(file.issuers), idsOf(state.issuers));
  const named = [planServerSettings(file, state), planScopes(file, state), planIssuers(file, state, deletes)];
  const others = [
    planClients(file, state, { scopes: new Set([...scopes, ...state.standardScopes]), issuers }),
    planGroups(file, state),
    planUsers(file, state),
    planMembers(file, state, subjects),
    planPermissions(file, state, subjects),
    planRoles(file, state, subjects),
    planRoleAssignments(file, state, {
      ...subjects,
      roles: kept('roles', idsOf(file.roles), idsOf(state.roles)),
    }),
  ];
  const parts = [...named, ...others];
  const first = named.flatMap(({ steps }) => steps);
  const steps = others.flatMap(({ steps }) => steps);
  const isLast = (step: Step) => opensScope(step) || isLimitStep(step, state);
  return {
    steps: [
      ...first.filter((step) => !isLast(step)),
      ...steps.filter(reducesAccess),
      ...steps.filter((step) => !reducesAccess(step)),
      ...first.filter(isLast),
    ],
    deletions: parts.toReversed().flatMap(({ deletions }) => deletions),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Whether the step gives a scope to users without a role. Such steps run last. */
function opensScope({ fields = [] }: Step): boolean {
  return fields.some(({ name, from, to }) => name === 'requiresRole' && from === true && to === false);
}

/** Whether the step may take access away from a user or client. Steps that take access away run first. */
function reducesAccess({ verb, fields = [] }: Step): boolean {
  return (
    verb === 'update' &&
    fields.some(
      ({ name, to }) =>
        ((name === 'enabled' || name === 'registrationEnabled') && to === false) ||
        name === RELEASED_HOSTS ||
        (name === 'accessPolicy' && to === 'PERMITTED_USERS') ||
        name === 'adminRole',
    )
  );
}
