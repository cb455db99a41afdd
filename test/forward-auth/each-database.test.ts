import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createClient } from '../../src/admin/clients/client-create.js';
import { deleteClient } from '../../src/admin/clients/client-delete.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { finishSignIn } from '../../src/forward-auth/finish-sign-in.js';
import { signOutOfSite } from '../../src/forward-auth/sign-out.js';
import type { Deps } from '../../src/model/deps.js';
import { openStore } from '../../src/storage/open-store.js';
import { testDeps } from '../support/deps.js';
import { makeGroup, makeUser, permitGroup, signInAs } from '../support/fixtures.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';
import { authorize, begin, CALLER, codeAt, decide, WIKI } from './site-world.js';

describeOnEachDatabase('forward auth', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  beforeAll(async () => {
    database = await makeDatabase();
    deps = testDeps(await openStore(database.config));
    await ensureDefaultIssuer(deps);
  });
  afterAll(async () => {
    await deps.store.close();
    await database.drop();
  });

  const create = (id: string) =>
    createClient(deps, systemCaller, {
      id,
      name: 'Wiki',
      integrations: ['FORWARD_AUTH'],
      forwardAuth: { hosts: [WIKI.host], rules: [], userHeader: 'USERNAME' },
    });

  it('lets the members of a group in, once for each code, until the session ends.', async () => {
    const { client } = await create('wiki');
    const user = await makeUser(deps, { username: 'ada' });
    const { cookie } = await signInAs(deps, user);
    const { handle } = await begin(deps, WIKI);
    expect(await authorize(deps, handle, cookie)).toMatchObject({ location: expect.stringMatching(/^\/denied/) });
    const group = await makeGroup(deps, 'Staff', [user]);
    await permitGroup(deps, client, group);
    const { site, secret, code } = await codeAt(deps, WIKI, cookie, '/a');
    const finish = () => finishSignIn(deps, site, { code, browserSecrets: [secret], caller: CALLER });
    const tries = await Promise.allSettled([finish(), finish(), finish(), finish()]);
    const done = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(done).toHaveLength(1);
    expect(done[0]?.target).toBe('/a');
    expect(await decide(deps, { cookie: done[0]?.cookie })).toMatchObject({
      kind: 'allowed',
      headers: { 'Remote-User': 'ada', 'Remote-Groups': group.id },
    });
    const again = await codeAt(deps, WIKI, cookie);
    const end = { code: again.code, browserSecrets: [again.secret], replaced: done[0]?.cookie, caller: CALLER };
    const next = await finishSignIn(deps, site, end);
    expect(await decide(deps, { cookie: done[0]?.cookie })).toMatchObject({ kind: 'signIn' });
    expect(await decide(deps, { cookie: next.cookie })).toMatchObject({ kind: 'allowed' });
    await signOutOfSite(deps, WIKI, next.cookie, CALLER);
    expect(await decide(deps, { cookie: next.cookie })).toMatchObject({ kind: 'signIn' });
  });

  it('gives a host to one client, and frees it with the client.', async () => {
    await expect(create('other')).rejects.toMatchObject({ code: 'ALREADY_EXISTS', field: 'forwardAuth.hosts.0' });
    await deleteClient(deps, systemCaller, { id: 'wiki' });
    expect(await decide(deps)).toEqual({ kind: 'unknownHost' });
    const tries = await Promise.allSettled(['a', 'b', 'c', 'd'].map(create));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await decide(deps)).toMatchObject({ kind: 'signIn' });
  });
});
