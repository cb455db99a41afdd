import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subjectOf } from '../../src/access/names/subject.js';
import type { IdentityHeaders } from '../../src/forward-auth/identity-headers.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import { makeGroup, makeUser, signInAs } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';
import { decide, makeSite, signInAtSite } from './site-world.js';

let deps: Deps;
let issuer: Issuer;
beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
});
afterAll(() => deps.store.close());

let made = 0;

/** What an application receives about the user. */
async function headersFor(user: User, options: Parameters<typeof makeSite>[3] = {}) {
  made += 1;
  const host = `app-${made}.example`;
  const client = await makeSite(deps, issuer, [host], options);
  const { cookie } = await signInAs(deps, user);
  const origin = { scheme: 'https', host } as const;
  const site = await signInAtSite(deps, origin, cookie);
  const decision = await decide(deps, { origin, cookie: site.cookie });
  if (decision.kind !== 'allowed') throw new Error('the user was expected to be signed in');
  return { headers: decision.headers, client };
}

describe('The application', () => {
  it('receives the username, the name and the verified address', async () => {
    const user = await makeUser(deps, { username: 'grace', name: 'Grace Höpper 😀' });
    const expected: IdentityHeaders = {
      'Remote-User': 'grace',
      'Remote-Name': 'Grace Höpper 😀',
      'Remote-Email': 'ada@example.org',
      'Remote-Groups': '',
    };
    expect((await headersFor(user)).headers).toEqual(expected);
  });

  it('receives empty values for what the user does not have, or has not verified', async () => {
    const user = await makeUser(deps, { email_verified: false });
    const { name: _, ...nameless } = user;
    await deps.store.users.update(user, { name: undefined });
    expect((await headersFor({ ...nameless, version: 2 })).headers).toMatchObject({
      'Remote-Name': '',
      'Remote-Email': '',
    });
  });

  it('receives the id of the user if the client says so, or a pairwise one', async () => {
    const user = await makeUser(deps);
    expect((await headersFor(user, { userHeader: 'USER_ID' })).headers['Remote-User']).toBe(user.id);
    const { headers, client } = await headersFor(user, { userHeader: 'USER_ID', subject_type: 'pairwise' });
    expect(headers['Remote-User']).toBe(subjectOf(issuer, client, user));
    expect(headers['Remote-User']).not.toBe(user.id);
  });

  describe('receives the groups', () => {
    const groupsOf = async (user: User, options: Parameters<typeof makeSite>[3]) =>
      (await headersFor(user, options)).headers['Remote-Groups'];

    it('as ids, or as names in which separators are escaped', async () => {
      const user = await makeUser(deps);
      const groups = [await makeGroup(deps, 'Staff, 100%', [user]), await makeGroup(deps, 'Admins 日本', [user])];
      const ids = groups.map(({ id }) => id).toSorted();
      expect(await groupsOf(user, {})).toBe(ids.join(','));
      expect(await groupsOf(user, { groupsClaimFormat: 'NAMES' })).toBe('Admins 日本,Staff%2C 100%25');
    });

    it('only if they have a permission for the client, where the client says so', async () => {
      const user = await makeUser(deps);
      await makeGroup(deps, 'Staff', [user]);
      expect(await groupsOf(user, { groupsClaimFilter: 'PERMITTED' })).toBe('');
    });

    it('not at all if they do not fit into the header', async () => {
      const user = await makeUser(deps);
      for (let at = 0; at < 25; at += 1) await makeGroup(deps, `${at} ${'x'.repeat(170)}`, [user]);
      expect((await groupsOf(user, {})).split(',')).toHaveLength(25);
      expect(await groupsOf(user, { groupsClaimFormat: 'NAMES' })).toBe('');
    });
  });

  it('receives no line break', async () => {
    const user = await makeUser(deps, { name: 'Ada\r\nRemote-Groups: admins\u0085\u2028x' });
    expect((await headersFor(user)).headers['Remote-Name']).toBe('Ada Remote-Groups: admins x');
  });

  it('receives empty values on a path without a sign-in', async () => {
    const rules = [{ path: '/public', action: 'BYPASS', methods: [] } as const];
    await makeSite(deps, issuer, ['open.example'], { rules });
    const origin = { scheme: 'https', host: 'open.example' } as const;
    expect(await decide(deps, { origin, target: '/public/x?y', isNavigation: false })).toEqual({
      kind: 'allowed',
      headers: { 'Remote-User': '', 'Remote-Name': '', 'Remote-Email': '', 'Remote-Groups': '' },
    });
  });
});
