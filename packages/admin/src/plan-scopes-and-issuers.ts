import type { Configuration, IssuerEntry, ScopeEntry } from './configuration.js';
import type { Issuer, Scope } from './generated/operations.js';
import { changedFields, givenFields, type Plan, type Step, type Taking } from './plan-step.js';
import type { ServerState } from './server-state.js';

export function planScopes({ scopes }: Configuration, state: ServerState): Plan {
  const current = new Map(state.scopes.map((scope) => [scope.name, scope]));
  const named = new Set(scopes?.map(({ name }) => name));
  const gone = scopes === undefined ? [] : state.scopes.filter(({ name }) => !named.has(name));
  return {
    steps: (scopes ?? []).flatMap((entry, index) => scopeStep(current.get(entry.name), entry, index)),
    deletions: gone.map(({ name }) => ({
      verb: 'delete',
      what: `scope ${name}`,
      take: ({ admin }) => admin.deleteScope({ name }),
    })),
    problems: (scopes ?? []).flatMap(({ name }, index) =>
      state.standardScopes.includes(name)
        ? [{ path: ['scopes', index, 'name'], message: `${name} is always there and cannot be changed` }]
        : [],
    ),
  };
}

function scopeStep(current: Scope | undefined, entry: ScopeEntry, index: number): Step[] {
  const [what, path] = [`scope ${entry.name}`, ['scopes', index]];
  const fields = current === undefined ? givenFields(entry) : changedFields(current, entry);
  const { claims, description, resource } = current ?? {};
  const take = ({ admin }: Taking) => admin.putScope({ claims, description, resource, ...entry });
  const verb = current === undefined ? 'create' : 'update';
  return fields.length === 0 ? [] : [{ verb, what, path, fields, take }];
}

export function planIssuers({ issuers, clients }: Configuration, state: ServerState, deletes: boolean): Plan {
  const current = new Map(state.issuers.map((issuer) => [issuer.id, issuer]));
  const named = new Set(issuers?.map(({ id }) => id));
  const gone = issuers === undefined ? [] : state.issuers.filter(({ id }) => !named.has(id));
  return {
    steps: (issuers ?? []).flatMap((entry, index) => issuerStep(current.get(entry.id), entry, index)),
    deletions: gone.map(({ id }) => ({
      verb: 'delete',
      what: `issuer ${id}`,
      take: ({ admin }) => admin.deleteIssuer({ id }),
    })),
    problems: [
      ...(issuers ?? []).flatMap((entry, index) => issuerProblems(current.get(entry.id), entry, index)),
      ...(deletes && clients === undefined ? gone.flatMap(({ id }) => takenAlong(id, state)) : []),
    ],
  };
}

function issuerStep(current: Issuer | undefined, entry: IssuerEntry, index: number): Step[] {
  if (current !== undefined) return [];
  const take = ({ admin }: Taking) => admin.createIssuer(entry);
  return [{ verb: 'create', what: `issuer ${entry.id}`, path: ['issuers', index], fields: givenFields(entry), take }];
}

/** An issuer takes its clients with it, which are not the file's to delete where it does not name clients. */
function takenAlong(id: string, { clients }: ServerState): Plan['problems'] {
  const client = clients.find(({ issuerId }) => issuerId === id);
  const message = `has no ${id}, which has client ${client?.id}: name clients too, for --delete to delete both`;
  return client === undefined ? [] : [{ path: ['issuers'], message }];
}

function issuerProblems(current: Issuer | undefined, { slug }: IssuerEntry, index: number): Plan['problems'] {
  return current === undefined || current.slug === slug
    ? []
    : [{ path: ['issuers', index, 'slug'], message: `is ${current.slug} and cannot be changed` }];
}
