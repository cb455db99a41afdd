import { type Configuration, usernameKey } from './configuration.js';
import { planMembers, planPermissions } from './plan-access.js';
import { planClients } from './plan-clients.js';
import { planGroups, planUsers } from './plan-people.js';
import { planIssuers, planScopes } from './plan-scopes-and-issuers.js';
import type { Plan, Step } from './plan-step.js';
import type { ServerState } from './server-state.js';

/**
 * The steps from what is to what the file says, in an order in which whoever is stopped anywhere leaves less access
 * than there was, or than there will be: what is to go goes first, what grants access before all; then things are
 * made before what refers to them, and what grants access last.
 */
export function makePlan(file: Configuration, state: ServerState, deletes: boolean): Plan {
  /** What will be there: all that is there now, but for what goes. */
  const kept = <T>(kind: keyof Configuration, named: readonly T[], present: readonly T[]): Set<T> =>
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
  const named = [planScopes(file, state), planIssuers(file, state, deletes)];
  const others = [
    planClients(file, state, { scopes: new Set([...scopes, ...state.standardScopes]), issuers }),
    planGroups(file, state),
    planUsers(file, state),
    planMembers(file, state, subjects),
    planPermissions(file, state, subjects),
  ];
  const parts = [...named, ...others];
  const steps = others.flatMap(({ steps }) => steps);
  return {
    steps: [
      ...named.flatMap(({ steps }) => steps),
      ...steps.filter(takesAway),
      ...steps.filter((step) => !takesAway(step)),
    ],
    deletions: parts.toReversed().flatMap(({ deletions }) => deletions),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Whether somebody may do less after this change. */
function takesAway({ verb, fields = [] }: Step): boolean {
  return (
    verb === 'update' &&
    fields.some(
      ({ name, to }) =>
        ((name === 'enabled' || name === 'registrationEnabled') && to === false) ||
        (name === 'accessPolicy' && to === 'PERMITTED_USERS') ||
        name === 'adminRole',
    )
  );
}
