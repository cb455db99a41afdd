import { makeMembership } from '../../src/access/administration/make-membership.js';
import { newClientSecret } from '../../src/keys/client-secrets.js';
import { newOrderedId, newSecret } from '../../src/keys/secrets.js';
import { permissionKey } from '../../src/model/access/permission.js';
import type { Session } from '../../src/model/access/session.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { Group } from '../../src/model/people/group.js';
import { type User, usernameKey } from '../../src/model/people/user.js';
import { clientRecord, groupRecord, userRecord } from './records.js';
import { signIn } from './sign-in.js';

/** An issuer of its own, stored. */
export async function makeIssuer(deps: Deps, id: string): Promise<Issuer> {
  const issuer: Issuer = {
    id,
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    slug: id,
    pairwiseSalt: newSecret(deps.random),
    createdAt: deps.clock.now(),
  };
  await deps.store.issuers.insert(issuer);
  return issuer;
}

/** A confidential client that takes all users, stored, with its secret. */
export async function makeClient(
  deps: Deps,
  issuer: Issuer,
  changes: Partial<Client> = {},
): Promise<{ client: Client; secret: string }> {
  const generation = newSecret(deps.random);
  const { secret, record } = newClientSecret(deps, { generation });
  const client = clientRecord(issuer, {
    id: newOrderedId(deps.clock, deps.random),
    order: newOrderedId(deps.clock, deps.random),
    generation,
    name: 'Wiki',
    // Used a moment ago, so that its use is not noted again.
    secrets: changes.token_endpoint_auth_method === 'none' ? [] : [{ ...record, lastUsedAt: record.createdAt }],
    redirect_uris: ['https://wiki.example/callback'],
    post_logout_redirect_uris: ['https://wiki.example/goodbye'],
    accessPolicy: 'ALL_USERS',
    createdAt: deps.clock.now(),
    updatedAt: deps.clock.now(),
    ...changes,
  });
  if (!(await deps.store.clients.insert(client))) throw new Error(`There is a client ${client.id} already.`);
  return { client, secret };
}

export async function makeUser(deps: Deps, changes: Partial<User> = {}): Promise<User> {
  const username = changes.username ?? `ada-${newSecret(deps.random).slice(0, 8)}`;
  const user = userRecord({
    order: newOrderedId(deps.clock, deps.random),
    username,
    usernameKey: usernameKey(username),
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    email_verified: true,
    createdAt: deps.clock.now(),
    updatedAt: deps.clock.now(),
    ...changes,
  });
  await deps.store.users.insert(user);
  return user;
}

/** As after a ceremony: a session of the user, and the value of its cookie. A user without a passkey gets one first. */
export async function signInAs(deps: Deps, user: User): Promise<{ session: Session; cookie: string }> {
  const passkeyId = user.passkeyIds[0] ?? (await listPasskey(deps, user));
  const passkeyGeneration = user.passkeyGenerations?.find(({ id }) => id === passkeyId)?.generation;
  const facts = { passkeyId, passkeyGeneration, amr: ['swk', 'user', 'mfa'], acr: 'phr' };
  return signIn(deps, { user, ...facts }, undefined, {});
}

async function listPasskey({ store }: Deps, { id }: User): Promise<string> {
  const user = await store.users.find(id);
  const [passkeyId = 'passkey'] = user?.passkeyIds ?? [];
  if (user?.passkeyIds.length === 0) await store.users.update(user, { passkeyIds: [passkeyId] });
  return passkeyId;
}

export async function permit(deps: Deps, client: Client, user: User): Promise<string> {
  const id = newOrderedId(deps.clock, deps.random);
  await deps.store.permissions.insert({
    id,
    key: permissionKey(client, { userId: user.id }),
    clientId: client.id,
    clientGeneration: client.generation,
    userId: user.id,
    createdAt: deps.clock.now(),
  });
  return id;
}

/** A stored group with these members. */
export async function makeGroup(deps: Deps, name: string, members: readonly User[] = []): Promise<Group> {
  const group = groupRecord({ name });
  await deps.store.groups.insert(group);
  for (const user of members) await deps.store.memberships.insert(makeMembership(deps, group, user.id));
  return group;
}

export async function permitGroup(deps: Deps, client: Client, group: Group): Promise<void> {
  await deps.store.permissions.insert({
    id: newOrderedId(deps.clock, deps.random),
    key: permissionKey(client, { group }),
    clientId: client.id,
    clientGeneration: client.generation,
    groupId: group.id,
    groupGeneration: group.generation,
    createdAt: deps.clock.now(),
  });
}
