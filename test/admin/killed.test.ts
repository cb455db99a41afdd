import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { deleteClient } from '../../src/admin/clients/client-delete.js';
import { createGroup, deleteGroup } from '../../src/admin/groups/group-changes.js';
import { grantPermission } from '../../src/admin/permissions/permission-changes.js';
import { createEnrolmentLink } from '../../src/admin/users/enrolment-links.js';
import { deleteUser } from '../../src/admin/users/user-delete.js';
import { deletePasskey } from '../../src/admin/users/user-passkeys.js';
import { setUserEnabled, updateUser } from '../../src/admin/users/user-update.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEventType } from '../../src/model/log/audit-event.js';
import { presentRole } from '../../src/model/people/owners.js';
import type { User } from '../../src/model/people/user.js';
import { type Administration, openAdministration } from '../support/administration.js';
import { register, registerFirstOwner } from '../support/ceremonies.js';
import { dyingStore } from '../support/dying-store.js';
import { makeClient, makeUser } from '../support/fixtures.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
  await registerFirstOwner(server.deps, softwareAuthenticator());
});
afterAll(() => server.close());

/** Creates another owner with a passkey, to be changed by the test. */
async function createOwner({ deps }: Administration): Promise<User> {
  const user = await makeUser(deps, { adminRole: 'OWNER', passkeyIds: [] });
  const { url } = await createEnrolmentLink(deps, systemCaller, { userId: user.id });
  await register(deps, softwareAuthenticator(), { request: { enrolment: url.slice(url.lastIndexOf('/') + 1) } });
  const owner = await deps.store.users.find(user.id);
  if (owner === undefined) throw new Error('no user');
  return owner;
}

async function roleOf({ store }: Deps, id: string) {
  const [user, owners] = await Promise.all([store.users.find(id), store.owners.find('owners')]);
  return user && owners && presentRole(user, owners, 1);
}

/** Stops the action after every possible number of writes, each time for another owner, and then repeats it to its end. */
async function stopAfterEachWrite(
  act: (deps: Deps, owner: User) => Promise<unknown>,
  check: (deps: Deps, owner: User, killed: boolean) => Promise<void>,
): Promise<number> {
  for (let writes = 0; writes < 50; writes += 1) {
    const { deps } = server;
    const owner = await createOwner(server);
    const dying: Deps = { ...deps, store: dyingStore(deps.store, writes).store };
    const killed = await act(dying, owner).then(
      () => false,
      () => true,
    );
    await check(deps, owner, killed);
    if (killed) {
      await act(deps, owner).catch(() => undefined);
      await check(deps, owner, false);
    }
    if (!killed) return writes;
  }
  throw new Error('The action never ended.');
}

/** How many audit events say that the user was changed since the owner was made. */
async function countEvents({ store }: Deps, { id }: User, type: AuditEventType): Promise<number> {
  const { items } = await store.auditEvents.page({ first: 100 }, 'NEWEST_FIRST', { userId: id, types: [type] });
  return items.length;
}

describe('If the process stops at any write, a change is complete, with its event, or there is none', () => {
  it('the disabling of an owner', async () => {
    const act = (deps: Deps, { id }: User) => setUserEnabled(deps, systemCaller, { id, enabled: false });
    const writes = await stopAfterEachWrite(act, async (deps, owner, killed) => {
      const user = await deps.store.users.find(owner.id);
      const listed = (await deps.store.owners.find('owners'))?.userIds ?? [];
      expect(listed.length).toBeGreaterThan(0);
      // A disabled owner must not be listed, or the last enabled owner could be removed.
      if (user?.enabled === false) expect(listed).not.toContain(owner.id);
      expect(await countEvents(deps, owner, 'UPDATED')).toBe(user?.enabled === false ? 1 : 0);
      if (!killed) expect(user?.enabled).toBe(false);
      if (!killed) expect(await roleOf(deps, owner.id)).toBeUndefined();
    });
    expect(writes).toBe(1);
  });

  it('the removal of the role of an owner', async () => {
    const act = (deps: Deps, { id }: User) => updateUser(deps, systemCaller, { id, adminRole: null });
    await stopAfterEachWrite(act, async (deps, owner, killed) => {
      const user = await deps.store.users.find(owner.id);
      const listed = (await deps.store.owners.find('owners'))?.userIds ?? [];
      if (user?.adminRole !== 'OWNER') expect(listed).not.toContain(owner.id);
      expect(await countEvents(deps, owner, 'UPDATED')).toBe(user?.adminRole === 'OWNER' ? 0 : 1);
      if (!killed) expect(user?.adminRole).toBeUndefined();
    });
  });

  it('the deletion of the last passkey of an owner', async () => {
    const act = (deps: Deps, { passkeyIds }: User) => deletePasskey(deps, systemCaller, { id: passkeyIds[0] ?? '' });
    await stopAfterEachWrite(act, async (deps, owner, killed) => {
      const user = await deps.store.users.find(owner.id);
      const listed = (await deps.store.owners.find('owners'))?.userIds ?? [];
      const isRemoved = user?.passkeyIds.length === 0;
      if (isRemoved) expect(listed).not.toContain(owner.id);
      expect((await deps.store.passkeys.find(owner.passkeyIds[0] ?? '')) === undefined).toBe(isRemoved);
      expect(await countEvents(deps, owner, 'PASSKEY_REMOVED')).toBe(isRemoved ? 1 : 0);
      if (!killed) expect(isRemoved).toBe(true);
    });
  });

  it('the replacement of the passkeys of an owner by a link', async () => {
    const act = (deps: Deps, { id }: User) =>
      createEnrolmentLink(deps, systemCaller, { userId: id, removePasskeys: true });
    const writes = await stopAfterEachWrite(act, async (deps, owner, killed) => {
      const user = await deps.store.users.find(owner.id);
      const listed = (await deps.store.owners.find('owners'))?.userIds ?? [];
      const isRemoved = user?.passkeyIds.length === 0;
      expect(listed.includes(owner.id)).toBe(!isRemoved);
      expect((await deps.store.passkeys.find(owner.passkeyIds[0] ?? '')) === undefined).toBe(isRemoved);
      expect(await countEvents(deps, owner, 'PASSKEY_REMOVED')).toBe(isRemoved ? 1 : 0);
      // A user without a passkey always has the link.
      const links = await deps.store.enrolmentLinks.pendingOfUser(owner.id, deps.clock.now());
      expect(links.length > 0).toBe(isRemoved);
      if (!killed) expect(isRemoved).toBe(true);
    });
    expect(writes).toBeGreaterThan(1);
  });

  it('the deletion of an owner', async () => {
    const act = (deps: Deps, { id }: User) => deleteUser(deps, systemCaller, { id });
    const writes = await stopAfterEachWrite(act, async (deps, owner, killed) => {
      const user = await deps.store.users.find(owner.id);
      const listed = (await deps.store.owners.find('owners'))?.userIds ?? [];
      if (user === undefined) expect(listed).not.toContain(owner.id);
      expect(user ?? owner).toStrictEqual(owner);
      expect(await countEvents(deps, owner, 'DELETED')).toBe(user === undefined ? 1 : 0);
      if (!killed) expect(user).toBeUndefined();
    });
    expect(writes).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['client', deleteClient],
    ['group', deleteGroup],
  ] as const)('the deletion of a %s, whose record is deleted first', async (kind, remove) => {
    for (let writes = 0; writes < 10; writes += 1) {
      const { deps } = server;
      const issuer = await deps.store.issuers.find('default');
      if (issuer === undefined) throw new Error('no issuer');
      const { client } = await makeClient(deps, issuer);
      const group = await createGroup(deps, systemCaller, { name: 'Crew' });
      await grantPermission(deps, systemCaller, { clientId: client.id, groupId: group.id });
      const { id } = kind === 'client' ? client : group;
      const dying: Deps = { ...deps, store: dyingStore(deps.store, writes).store };
      const killed = await remove(dying, systemCaller, { id }).then(
        () => false,
        () => true,
      );
      const found = kind === 'client' ? await deps.store.clients.find(id) : await deps.store.groups.find(id);
      expect(found === undefined).toBe(writes > 0);
      if (!killed) return;
    }
    throw new Error('The action never ended.');
  });
});
