import { findUnmetPolicy } from '../../access/client-policy.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { everyPage, everyRecord } from '../../model/every-record.js';
import type { Group } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import { offersSignIn } from '../explain/visit-explain.js';
import { imagineAccess, rolesOfUser } from '../explain/visitor.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { deletedGroups, holdersOf, membersOf, usersWithRoles } from './reached-users.js';
import { changedClients, recordsBefore, type Situation } from './situation.js';

/** A user, and what the user may lose: a client, a role, or otherwise the ability to sign in. */
interface Candidate {
  readonly id: string;
  readonly user: User;
  readonly client?: Client | undefined;
  readonly mayLoseRole?: boolean;
}

/**
 * Counts the users who lose access: those who can no longer sign in, those who can no longer use an application that they
 * can use now, and those who lose a role or a scope of a role.
 */
export async function usersLosingAccess(situation: Situation): EndedOf<User> {
  const losing = new Set<string>();
  const { count, more, first } = await countEnded(situation, candidates(situation), async (batch) => {
    const open = batch.filter(({ user }) => !losing.has(user.id));
    await situation.after.store.users.findMany(open.map(({ user }) => user.id));
    const losses = await Promise.all(open.map((candidate) => losesAccess(situation, candidate)));
    const lost = open.filter((_, index) => losses[index]);
    const unique = lost.filter(({ user }, index) => lost.findIndex((one) => one.user.id === user.id) === index);
    for (const { user } of unique) losing.add(user.id);
    return unique;
  });
  return { count, more, first: first.map(({ user }) => user) };
}

async function losesAccess(
  { before, after }: Situation,
  { user, client, mayLoseRole = false }: Candidate,
): Promise<boolean> {
  const later = await after.store.users.find(user.id);
  if (!canSignIn(user)) return false;
  if (mayLoseRole) {
    const kept = later === undefined ? [] : await rightsOfRoles(after, later);
    return (await rightsOfRoles(before, user)).some((right) => !kept.includes(right));
  }
  if (client === undefined) return !canSignIn(later);
  return (
    (await canUse(before, client, user)) && !(await canUse(after, await after.store.clients.find(client.id), later))
  );
}

function canSignIn(user: User | undefined): boolean {
  return user?.enabled === true && user.passkeyIds.length > 0;
}

/** Whether the client would accept a sign-in of the user at this moment, with the strongest passkey of the user. */
async function canUse(deps: Deps, client: Client | undefined, user: User | undefined): Promise<boolean> {
  if (client === undefined || user === undefined || !offersSignIn(client)) return false;
  const { basis, session } = await imagineAccess(deps, client, user);
  return basis !== undefined && findUnmetPolicy(deps, client, session) === undefined;
}

/** Returns a text for each role of the user, and for each scope of it. */
async function rightsOfRoles(deps: Deps, user: User): Promise<string[]> {
  const roles = user.enabled ? await rolesOfUser(deps, user) : [];
  return roles.flatMap(({ name, clientGeneration, resource, scopes }) =>
    [undefined, ...scopes].map((scope) => JSON.stringify([clientGeneration, resource, name, scope])),
  );
}

async function* candidates(situation: Situation): AsyncGenerator<Candidate[]> {
  const { store } = situation.before;
  yield recordsBefore(situation, 'users').map((user) => ({ id: user.id, user }));
  for await (const { userIds, client } of reachedByClient(situation)) {
    const users = await store.users.findMany([...userIds]);
    yield users.map((user) => ({ id: `${user.id} ${client.id}`, user, client }));
  }
  for await (const userIds of usersWithRoles(situation)) {
    const users = await store.users.findMany([...userIds]);
    yield users.map((user) => ({ id: `${user.id} role`, user, mayLoseRole: true }));
  }
}

interface ReachedByClient {
  readonly userIds: readonly string[];
  readonly client: Client;
}

/** Yields the users who may lose a client, because a permission, a membership, a group or the client changes. */
async function* reachedByClient(situation: Situation): AsyncGenerator<ReachedByClient> {
  const { store } = situation.before;
  for (const permission of recordsBefore(situation, 'permissions')) {
    const client = await store.clients.find(permission.clientId);
    if (client === undefined) continue;
    for await (const userIds of holdersOf(situation, permission)) yield { userIds, client };
  }
  for (const { userId, groupGeneration: generation } of recordsBefore(situation, 'memberships'))
    for await (const client of clientsOf(situation, { generation })) yield { userIds: [userId], client };
  for (const group of deletedGroups(situation))
    for await (const client of clientsOf(situation, group))
      for await (const userIds of membersOf(situation, group)) yield { userIds, client };
  for (const client of changedClients(situation, RELEVANT))
    for await (const userIds of usersOf(situation, client)) yield { userIds, client };
}

async function* clientsOf({ before: { store } }: Situation, { generation }: Pick<Group, 'generation'>) {
  for await (const { clientId } of everyRecord((request) => store.permissions.pageOfGroup(generation, request))) {
    const client = await store.clients.find(clientId);
    if (client !== undefined) yield client;
  }
}

/** The settings of a client that decide which users can use it. If one changes, users may lose the client. */
const RELEVANT = [
  'enabled',
  'accessPolicy',
  'requireDeviceBound',
  'defaultAcr',
  'integrations',
  'grant_types',
] as const satisfies readonly (keyof Client)[];

async function* usersOf(situation: Situation, client: Client): AsyncGenerator<readonly string[]> {
  const { store } = situation.before;
  if (client.accessPolicy === 'ALL_USERS') {
    for await (const users of everyPage((request) => store.users.page(request))) yield users.map(({ id }) => id);
    return;
  }
  for await (const permission of everyRecord((request) => store.permissions.pageOfClient(client.generation, request)))
    yield* holdersOf(situation, permission);
}
