import type { ClientEntry, Configuration } from './configuration.js';
import type { Client, CreateClientInput } from './generated/operations.js';
import { changedFields, givenFields, type Plan, type Step, type Taking } from './plan-step.js';
import { DEFAULT_ISSUER, type ServerState } from './server-state.js';

/** What makes the clients of the server those of the file. */
export function planClients(file: Configuration, state: ServerState, kept: KeptNames): Plan {
  const current = new Map(state.clients.map((client) => [client.id, client]));
  const entries = file.clients ?? [];
  const named = new Set(entries.map(({ id }) => id));
  return {
    steps: entries.flatMap((entry, index) => stepFor(current.get(entry.id), entry, index)),
    deletions: file.clients === undefined ? [] : state.clients.filter(({ id }) => !named.has(id)).map(deletion),
    problems: entries.flatMap((entry, index) => problemsOf(current.get(entry.id), entry, index, kept)),
  };
}

/** Names of what there will be. */
export interface KeptNames {
  readonly scopes: ReadonlySet<string>;
  readonly issuers: ReadonlySet<string>;
}

function stepFor(current: Client | undefined, entry: ClientEntry, index: number): Step[] {
  const [what, path] = [`client ${entry.id}`, ['clients', index]];
  if (current === undefined) {
    return [{ verb: 'create', what, path, fields: givenFields(entry), take: (taking) => create(taking, entry) }];
  }
  const { id, issuerId, ...settings } = entry;
  const fields = changedFields(current, settings);
  // All that is given: a change of profile sets what is left out.
  const take = ({ admin }: Taking) => admin.updateClient({ id, ...settings });
  return fields.length === 0 ? [] : [{ verb: 'update', what, path, fields, take }];
}

/** A client is enabled when it is made: one that is not to be is made so that it opens nothing, and then disabled. */
async function create(taking: Taking, { enabled = true, ...entry }: ClientEntry): Promise<void> {
  const input: CreateClientInput = enabled ? entry : { ...entry, ...closed(entry) };
  const { client, clientSecret } = await taking.admin.createClient(input);
  if (clientSecret !== null) await taking.keepSecret(client.id, clientSecret);
  if (enabled) return;
  const { accessPolicy, registrationEnabled, grantTypes } = entry;
  await taking.admin.updateClient({ id: client.id, enabled, accessPolicy, registrationEnabled, grantTypes });
}

function closed({ grantTypes }: ClientEntry): Partial<CreateClientInput> {
  return {
    accessPolicy: 'PERMITTED_USERS',
    registrationEnabled: false,
    grantTypes: grantTypes?.filter((type) => type !== 'CLIENT_CREDENTIALS' && type !== 'TOKEN_EXCHANGE'),
  };
}

function deletion({ id }: Client): Step {
  return {
    verb: 'delete',
    what: `client ${id}`,
    take: ({ admin }) => admin.deleteClient({ id }),
  };
}

function problemsOf(
  current: Client | undefined,
  { issuerId, scopes = [] }: ClientEntry,
  index: number,
  kept: KeptNames,
): Plan['problems'] {
  const issuer = current?.issuerId ?? issuerId ?? DEFAULT_ISSUER;
  const path = ['clients', index, ...(issuerId === undefined ? [] : ['issuerId'])];
  const fixed = `is ${current?.issuerId} and cannot be changed: delete the client first`;
  const gone = `there will be no issuer ${issuer}`;
  return [
    ...(issuerId !== undefined && issuerId !== issuer ? [{ path, message: fixed }] : []),
    ...(issuer !== DEFAULT_ISSUER && !kept.issuers.has(issuer) ? [{ path, message: gone }] : []),
    ...scopes.flatMap((name, at) =>
      kept.scopes.has(name)
        ? []
        : [{ path: ['clients', index, 'scopes', at], message: `there will be no scope ${name}` }],
    ),
  ];
}
