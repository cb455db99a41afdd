import { commitPlan } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { systemCaller } from '../caller-authentication.js';
import { createClient } from '../clients/client-create.js';
import { createGroup } from '../groups/group-changes.js';
import { grantPermission } from '../permissions/permission-changes.js';
import { type CreatedUser, planUserCreation } from '../users/user-create.js';
import type { CreateUserInput } from '../users/user-input.js';
import type { StoreCommand } from './command.js';
import { SEED_CLIENTS, SEED_GROUPS, SEED_PERMISSIONS, SEED_USERS, seedEvents } from './seed-data.js';

/** Fills an empty database with sample data for development. */
export const seedCommand: StoreCommand = {
  words: [],
  database: 'created',
  refusal: ({ issuer }) =>
    isLocalhost(new URL(issuer).hostname)
      ? undefined
      : 'ISSUER: The `seed` command runs only if ISSUER is on localhost, because it prints links that make the person who opens them an owner.',
  run: seed,
};

function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

async function seed(deps: Deps): Promise<string> {
  if ((await deps.store.users.count()) > 0) {
    throw new AdminError(
      'CONFLICT',
      'The database already contains users, and the `seed` command fills only an empty database. Set DATABASE_URL to another database.',
    );
  }
  for (const group of SEED_GROUPS) await createGroup(deps, systemCaller, group);
  const links = await createUsers(deps);
  const secrets = await createClients(deps);
  for (const permission of SEED_PERMISSIONS) await grantPermission(deps, systemCaller, permission);
  const roles = SEED_USERS.flatMap(({ username, adminRole }) =>
    adminRole == null ? [] : [`${username} ${adminRole}`],
  );
  return [
    'Enrolment links, each valid for one hour:',
    ...links,
    '',
    `Roles: ${roles.join(', ')}`,
    '',
    'Clients and their secrets:',
    ...secrets,
  ].join('\n');
}

async function createUsers(deps: Deps): Promise<string[]> {
  const lines: string[] = [];
  for (const input of SEED_USERS) {
    const { enrolmentLink } = await createSampleUser(deps, { ...input, enrolmentLink: true });
    lines.push(row(input.username, enrolmentLink?.url ?? ''));
  }
  return lines;
}

/** Creates a user with the sample events of this user. */
function createSampleUser(deps: Deps, input: CreateUserInput): Promise<CreatedUser> {
  return commitPlan(deps.store, async () => {
    const { changes, result } = await planUserCreation(deps, systemCaller, input);
    const events = seedEvents(result.user.id).map((event) => deps.audit.insertion(event));
    return { changes: [...changes, ...events], result };
  });
}

async function createClients(deps: Deps): Promise<string[]> {
  const lines: string[] = [];
  for (const input of SEED_CLIENTS) {
    const { clientSecret } = await createClient(deps, systemCaller, input);
    lines.push(row(input.id, clientSecret ?? '(public client, no secret)'));
  }
  return lines;
}

const NAME_COLUMNS = 14;

function row(name: string, value: string): string {
  return `  ${name.padEnd(NAME_COLUMNS)}${value}`;
}
