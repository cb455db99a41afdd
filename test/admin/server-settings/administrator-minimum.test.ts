import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { permissionsOfRole } from '../../../src/access/administration/admin-permissions.js';
import { permissionsOfKey } from '../../../src/access/administration/maker-permissions.js';
import { createOwnApiKey } from '../../../src/account/own-api-keys.js';
import { removeOwnPasskey } from '../../../src/account/own-passkeys.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateServerSettings } from '../../../src/admin/server-settings/server-settings-update.js';
import { createEnrolmentLink } from '../../../src/admin/users/enrolment-links.js';
import { deletePasskey } from '../../../src/admin/users/user-passkeys.js';
import { setUserEnabled, updateUser } from '../../../src/admin/users/user-update.js';
import type { Deps } from '../../../src/model/deps.js';
import { OWNERS_ID } from '../../../src/model/people/owners.js';
import { openStore } from '../../../src/storage/open-store.js';
import { registerFirstOwner } from '../../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../../support/deps.js';
import { activeOf, addPasskey, type Enrolled, enrolUser } from '../../support/own-account.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';

const CALLER = { ipAddress: '192.0.2.1' };

describeOnEachDatabase('administratorMinimum', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  let clock: FrozenClock;
  beforeEach(async () => {
    database = await makeDatabase();
    clock = frozenClock();
    deps = testDeps(await openStore(database.config), { clock });
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  const demand = (administratorMinimum: number) => updateServerSettings(deps, systemCaller, { administratorMinimum });
  const held = async (id: string) => {
    const user = await deps.store.users.find(id);
    if (user === undefined) throw new Error('there is no such user');
    return permissionsOfRole(deps, user);
  };
  const owner = (username: string): Promise<Enrolled> => enrolUser(deps, { username, adminRole: 'OWNER' });
  const idOf = ({ registered }: Enrolled) => registered.user.id;
  const passkeysOf = async (of: Enrolled) => (await deps.store.users.find(idOf(of)))?.passkeyIds ?? [];
  const replacePasskeys = (of: Enrolled) =>
    createEnrolmentLink(deps, systemCaller, { userId: idOf(of), removePasskeys: true });
  const conflict = { code: 'CONFLICT', message: expect.stringContaining('last owner') };

  it('takes the permissions of every role from a user with too few passkeys, and gives them back', async () => {
    const ada = await owner('ada');
    await addPasskey(deps, ada);
    const grace = await enrolUser(deps, { username: 'grace', adminRole: 'ADMIN' });
    const { apiKey } = await createOwnApiKey(
      deps,
      await grace.active(),
      { name: 'script', permissions: ['users:read'] },
      CALLER,
    );
    await demand(2);
    expect(await held(idOf(ada))).toEqual(['*']);
    expect(await held(idOf(grace))).toEqual([]);
    expect(await permissionsOfKey(deps, apiKey)).toEqual([]);
    await addPasskey(deps, grace);
    expect(await held(idOf(grace))).toContain('users:write');
    expect(await permissionsOfKey(deps, apiKey)).toEqual(['users:read']);
  });

  it('cannot be more than the passkeys of every owner', async () => {
    const ada = await owner('ada');
    await expect(demand(2)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'administratorMinimum' });
    await addPasskey(deps, ada);
    await demand(2);
    await expect(demand(3)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await demand(1);
  });

  it('protects the last owner with enough passkeys, although another owner has fewer', async () => {
    const [ada, grace] = [await owner('ada'), await owner('grace')];
    await addPasskey(deps, ada);
    await demand(2);
    const [first = ''] = await passkeysOf(ada);
    await expect(deletePasskey(deps, systemCaller, { id: first })).rejects.toMatchObject(conflict);
    await expect(replacePasskeys(ada)).rejects.toMatchObject(conflict);
    expect(await deps.store.enrolmentLinks.pendingOfUser(idOf(ada), clock.now())).toEqual([]);
    await expect(updateUser(deps, systemCaller, { id: idOf(ada), adminRole: null })).rejects.toMatchObject(conflict);
    await expect(setUserEnabled(deps, systemCaller, { id: idOf(ada), enabled: false })).rejects.toMatchObject(conflict);
    await updateUser(deps, systemCaller, { id: idOf(ada), name: 'Ada' });
    await updateUser(deps, systemCaller, { id: idOf(grace), name: 'Grace' });
    await addPasskey(deps, grace);
    await deletePasskey(deps, systemCaller, { id: first });
    expect(await held(idOf(ada))).toEqual([]);
    expect(await held(idOf(grace))).toEqual(['*']);
  });

  it('lets only one of two last owners go below it at the same time', async () => {
    const both = [await owner('ada'), await owner('grace')];
    for (const one of both) await addPasskey(deps, one);
    await demand(2);
    const [ada, grace] = both as [Enrolled, Enrolled];
    const [one = ''] = await passkeysOf(ada);
    const removals = await Promise.allSettled([deletePasskey(deps, systemCaller, { id: one }), replacePasskeys(grace)]);
    expect(removals.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('exempts the first owner until they first have so many, and not again afterwards', async () => {
    await demand(2);
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const { id } = registered.user;
    expect(await held(id)).toEqual(['*']);
    const active = () => activeOf(deps, registered);
    await addPasskey(deps, { registered, active, cookie: registered.sessionCookie } as unknown as Enrolled);
    expect((await deps.store.owners.find(OWNERS_ID))?.exemptUserId).toBeUndefined();
    expect(await held(id)).toEqual(['*']);
    const [, second = ''] = (await deps.store.users.find(id))?.passkeyIds ?? [];
    await expect(removeOwnPasskey(deps, await active(), second, CALLER)).rejects.toThrow();
    const grace = await owner('grace');
    await addPasskey(deps, grace);
    await deletePasskey(deps, systemCaller, { id: second });
    expect(await held(id)).toEqual([]);
  });
});
