import type { ClientEntry, Configuration } from '../configuration/configuration.js';
import { DEFAULT_ISSUER, type ServerState } from '../configuration/server-state.js';
import type { Client, CreateClientInput } from '../generated/operations.js';
import { changedFields, givenFields, type Plan, type Step, type StepContext } from './plan-step.js';
import { releaseStep, withoutMovedHosts } from './release-hosts.js';

export function planClients(file: Configuration, state: ServerState, kept: KeptNames): Plan {
  const current = new Map(state.clients.map((client) => [client.id, client]));
  const entries = file.clients ?? [];
  const named = new Set(entries.map(({ id }) => id));
  const released = withoutMovedHosts(current, entries);
  return {
    steps: [
      ...entries.flatMap(({ id }, index) => {
        const [before, after] = [current.get(id), released.get(id)];
        return before === undefined || after === undefined ? [] : [releaseStep(before, after, index)];
      }),
      ...entries.flatMap((entry, index) => stepFor(released.get(entry.id) ?? current.get(entry.id), entry, index)),
    ],
    deletions: file.clients === undefined ? [] : state.clients.filter(({ id }) => !named.has(id)).map(deletion),
    problems: entries.flatMap((entry, index) => problemsOf(current.get(entry.id), entry, index, kept)),
  };
}

/** The scopes and issuers that will exist after the plan has run. A client in the file may refer only to these. */
export interface KeptNames {
  readonly scopes: ReadonlySet<string>;
  readonly issuers: ReadonlySet<string>;
}

function stepFor(current: Client | undefined, entry: ClientEntry, index: number): Step[] {
  const [subject, path] = [`client ${entry.id}`, ['clients', index]];
  if (current === undefined) {
    return [{ verb: 'create', subject, path, fields: givenFields(entry), run: (context) => create(context, entry) }];
  }
  const { id, issuerId, ...settings } = entry;
  const fields = changedFields(current, settings);
  // The request contains unchanged settings too, because the server resets omitted settings if the security profile
  // changes.
  const run = ({ admin }: StepContext) => admin.updateClient({ id, ...settings });
  return fields.length === 0 ? [] : [{ verb: 'update', subject, path, fields, run }];
}

/**
 * The API cannot create a disabled client. If the file says that a new client is disabled, the first request therefore
 * creates it with settings that give no access. A second request disables the client and sets the settings from the
 * file.
 */
async function create(context: StepContext, { enabled = true, ...entry }: ClientEntry): Promise<void> {
  const input: CreateClientInput = enabled ? entry : { ...entry, ...withoutAccess(entry) };
  const { client, clientSecret } = await context.admin.createClient(input);
  if (clientSecret !== null) await context.keepSecret(client.id, clientSecret);
  if (enabled) return;
  const { accessPolicy, registrationEnabled, grantTypes } = entry;
  await context.admin.updateClient({ id: client.id, enabled, accessPolicy, registrationEnabled, grantTypes });
}

function withoutAccess({ grantTypes }: ClientEntry): Partial<CreateClientInput> {
  return {
    accessPolicy: 'PERMITTED_USERS',
    registrationEnabled: false,
    grantTypes: grantTypes?.filter((type) => type !== 'CLIENT_CREDENTIALS' && type !== 'TOKEN_EXCHANGE'),
  };
}

function deletion({ id }: Client): Step {
  return {
    verb: 'delete',
    subject: `client ${id}`,
    run: ({ admin }) => admin.deleteClient({ id }),
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
  const fixed = `must be ${current?.issuerId}, because the issuer of a client cannot be changed. Delete the client first`;
  const gone = `needs the issuer ${issuer}, which does not exist`;
  return [
    ...(issuerId !== undefined && issuerId !== issuer ? [{ path, message: fixed }] : []),
    ...(issuer !== DEFAULT_ISSUER && !kept.issuers.has(issuer) ? [{ path, message: gone }] : []),
    ...scopes.flatMap((name, at) =>
      kept.scopes.has(name)
        ? []
        : [{ path: ['clients', index, 'scopes', at], message: `names the scope ${name}, which does not exist` }],
    ),
  ];
}
