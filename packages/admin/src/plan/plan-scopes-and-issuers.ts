import type { Configuration, IssuerEntry, ScopeEntry } from '../configuration/configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import type { Issuer, Scope } from '../generated/operations.js';
import { changedFields, givenFields, type Plan, type Step, type StepContext, valuesOf } from './plan-step.js';

/** A server that was upgraded may still have a scope of this name, which an empty server refuses. */
const STANDARD =
  'a standard scope, which cannot be changed. If the file comes from the export of a server that was upgraded, delete this entry to use the scope of this server';

export function planScopes({ scopes }: Configuration, state: ServerState): Plan {
  const current = new Map(state.scopes.map((scope) => [scope.name, scope]));
  const named = new Set(scopes?.map(({ name }) => name));
  const gone = scopes === undefined ? [] : state.scopes.filter(({ name }) => !named.has(name));
  return {
    steps: (scopes ?? []).flatMap((entry, index) => scopeStep(current.get(entry.name), entry, index)),
    deletions: gone.map(({ name }) => ({
      verb: 'delete',
      subject: `scope ${name}`,
      run: ({ admin }) => admin.deleteScope({ name }),
    })),
    problems: (scopes ?? []).flatMap(({ name }, index) =>
      state.standardScopes.includes(name)
        ? [{ path: ['scopes', index, 'name'], message: `is ${name}, ${STANDARD}` }]
        : [],
    ),
  };
}

function scopeStep(current: Scope | undefined, entry: ScopeEntry, index: number): Step[] {
  const [subject, path] = [`scope ${entry.name}`, ['scopes', index]];
  const fields = current === undefined ? givenFields(entry) : changedFields(current, entry);
  const { claims, description, resource, requiresRole } = current ?? {};
  const run = ({ admin }: StepContext) => admin.putScope({ claims, description, resource, requiresRole, ...entry });
  const verb = current === undefined ? 'create' : 'update';
  return fields.length === 0 ? [] : [{ verb, subject, path, fields, run }];
}

export function planIssuers({ issuers, clients }: Configuration, state: ServerState, deletes: boolean): Plan {
  const current = new Map(state.issuers.map((issuer) => [issuer.id, issuer]));
  const named = new Set(issuers?.map(({ id }) => id));
  const gone = issuers === undefined ? [] : state.issuers.filter(({ id }) => !named.has(id));
  return {
    steps: (issuers ?? []).flatMap((entry, index) => issuerStep(current.get(entry.id), entry, index)),
    deletions: gone.map(({ id }) => ({
      verb: 'delete',
      subject: `issuer ${id}`,
      run: ({ admin }) => admin.deleteIssuer({ id }),
    })),
    problems: [
      ...(issuers ?? []).flatMap((entry, index) => issuerProblems(current.get(entry.id), entry, index)),
      ...(deletes && clients === undefined ? gone.flatMap(({ id }) => orphanProblems(id, state)) : []),
    ],
  };
}

function issuerStep(current: Issuer | undefined, entry: IssuerEntry, index: number): Step[] {
  const about = { subject: `issuer ${entry.id}`, path: ['issuers', index] };
  if (current !== undefined) return brandingStep(current, entry, about);
  const run = ({ admin }: StepContext) => admin.createIssuer(entry);
  return [{ verb: 'create', ...about, fields: givenFields(entry), run }];
}

function brandingStep(current: Issuer, { id, branding }: IssuerEntry, about: Pick<Step, 'subject' | 'path'>): Step[] {
  if (branding === undefined) return [];
  const cleared = Object.fromEntries(Object.keys(current.branding).map((name) => [name, null]));
  const fields = changedFields(current.branding, branding ?? cleared);
  const run = ({ admin }: StepContext) => admin.updateIssuer({ id, branding: valuesOf(fields) });
  return fields.length === 0 ? [] : [{ verb: 'update', ...about, fields, run }];
}

/**
 * Returns a problem if the issuer to delete has a client and the file has no list of clients. Deleting the issuer would
 * also delete the client, but without a list of clients, `apply --delete` must not delete any client.
 */
function orphanProblems(id: string, { clients }: ServerState): Plan['problems'] {
  const client = clients.find(({ issuerId }) => issuerId === id);
  const message = `does not list the issuer ${id}, but deleting it would also delete its client ${client?.id}. To allow this, add a list of clients to the file`;
  return client === undefined ? [] : [{ path: ['issuers'], message }];
}

function issuerProblems(current: Issuer | undefined, { slug }: IssuerEntry, index: number): Plan['problems'] {
  return current === undefined || current.slug === slug
    ? []
    : [
        {
          path: ['issuers', index, 'slug'],
          message: `must be ${current.slug}, because the slug of an issuer cannot be changed`,
        },
      ];
}
