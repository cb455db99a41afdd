import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../../src/model/clients/client.js';
import { anApiKey } from '../../storage/records.js';
import { makeClient, makeGroup, permit, permitGroup, signInAs } from '../../support/fixtures.js';
import { grantRecord } from '../../support/records.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { type AccountWorld, act, expectRedirect, openAccountWorld } from './account-world.js';

describeOnEachDatabase('the account page', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  describe('sessions', () => {
    it('are listed with device, country, address and times, and can be ended one by one', async () => {
      const ada = await world.newPerson();
      const there = await world.elsewhere(ada);
      const { id: userId } = await world.userOf(ada.username);
      const { items } = await world.app.deps.store.sessions.page({ first: 10 }, { userId });
      const [{ record: session } = { record: undefined }] = items;
      if (session === undefined) throw new Error('There is no session.');
      await world.app.deps.store.sessions.update(session, {
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0',
        ipAddress: '::ffff:194.144.0.1',
      });
      const { text } = await ada.agent.get('/account');
      expect(text).toContain('Firefox on Linux');
      expect(text).toContain('Unknown device');
      expect(text).toContain('<span>Iceland</span><span>IP address ::ffff:194.144.0.1</span>');
      expect(text).toContain('IP address 127.0.0.1');
      expect((await ada.agent.get('/account', { 'accept-language': 'de' })).text).toContain('<span>Island</span>');
      expect(text.match(/value="end-session"/g)).toHaveLength(1);
      expectRedirect(await act(ada, 'end-session', { session: session.id }), '/account?at=sessions&done=sessionEnded');
      expectRedirect(await there.agent.get('/account'), '/login');
      expect((await act(ada, 'end-session', { session: session.id })).status).toBe(404);
    });

    it('of another user are not found', async () => {
      const [ada, eve] = [await world.newPerson(), await world.newPerson()];
      const { id: userId } = await world.userOf(ada.username);
      const { items } = await world.app.deps.store.sessions.page({ first: 1 }, { userId });
      for (const session of [items[0]?.record.id ?? '', 'unknown', '']) {
        expect((await act(eve, 'end-session', { session })).status).toBe(404);
      }
      expect((await ada.agent.get('/account')).status).toBe(200);
    });
  });

  describe('long lists', () => {
    it('have pages, on which every entry appears once', async () => {
      const ada = await world.newPerson({ adminRole: 'ADMIN' });
      const user = await world.userOf(ada.username);
      const { store } = world.app.deps;
      const issuer = await ensureDefaultIssuer(world.app.deps);
      for (let index = 0; index < 45; index += 1) {
        const id = `long-${String(index).padStart(2, '0')}`;
        const { client } = await makeClient(world.app.deps, issuer, { id, name: `Listed ${id}` });
        const expiresAt = new Date(world.clock.now().getTime() + 3_600_000);
        await store.grants.insert(grantRecord(client, user, { expiresAt }));
        await store.apiKeys.insert(anApiKey({ userId: user.id, name: `Key ${id}` }));
        await signInAs(world.app.deps, user);
      }
      const entries = {
        applications: /name="application" value="(long-\d+)"/g,
        'api-keys': /name="key" value="([^"]+)"/g,
        sessions: /name="session" value="([^"]+)"/g,
      };
      for (const [list, entry] of Object.entries(entries)) {
        const seen: (string | undefined)[] = [];
        const sizes: number[] = [];
        let next: string | undefined = '/account';
        while (next !== undefined) {
          const { text } = await ada.agent.get(next);
          const found = [...text.matchAll(entry)].map(([, id]) => id);
          seen.push(...found);
          sizes.push(found.length);
          next = text.match(new RegExp(`href="(/account\\?list=${list}&amp;after=[^"]+)"`))?.[1]?.replace('&amp;', '&');
        }
        expect([list, new Set(seen).size, seen.length]).toEqual([list, 45, 45]);
        expect([list, Math.max(...sizes) <= 20, sizes.length]).toEqual([list, true, 3]);
      }
      expectRedirect(await ada.agent.get('/account?list=sessions&after=forged'), '/account');
      expect((await ada.agent.get(`/account?list=applications&after=${'x'.repeat(500)}`)).status).toBe(200);
    });
  });

  describe('signing out everywhere', () => {
    it('ends all sessions of the user, the current one included', async () => {
      const [ada, other] = [await world.newPerson(), await world.newPerson()];
      const there = await world.elsewhere(ada);
      const answer = await act(ada, 'end-all-sessions');
      expectRedirect(answer, '/login?signed_out');
      expect(answer.headers.getSetCookie().join()).toMatch(/passgraph_session=;/);
      for (const { agent } of [ada, there]) expectRedirect(await agent.get('/account'), '/login');
      expect((await other.agent.get('/account')).status).toBe(200);
      const { id: userId } = await world.userOf(ada.username);
      const { items } = await world.app.deps.store.sessions.page({ first: 10 }, { userId });
      expect(items.map(({ record }) => record.endedAt === undefined)).toEqual([false, false]);
    });
  });

  describe('the place of a session', () => {
    it('is that of the present use, on the account page and at applications', async () => {
      const ada = await world.newPerson();
      const { deps } = world.app;
      const { id: userId } = await world.userOf(ada.username);
      const issuer = await ensureDefaultIssuer(deps);
      await makeClient(deps, issuer, {
        id: 'moving',
        requirePkce: false,
        redirect_uris: ['https://moving.example/cb'],
      });
      const sessionOf = async () => (await deps.store.sessions.page({ first: 1 }, { userId })).items[0]?.record;
      const query = {
        client_id: 'moving',
        response_type: 'code',
        scope: 'openid',
        redirect_uri: 'https://moving.example/cb',
      };
      const authorize = `/oidc/authorize?${new URLSearchParams(query)}`;
      for (const system of ['Linux', 'Windows']) {
        const answer = await ada.agent.get(authorize, { 'user-agent': `Firefox on ${system}` });
        expect(answer.location?.searchParams.get('code')).toMatch(/./);
        expect(await sessionOf()).toMatchObject({ userAgent: `Firefox on ${system}`, ipAddress: '127.0.0.1' });
      }
      await ada.agent.get('/account', { 'user-agent': 'Chrome' });
      expect((await sessionOf())?.userAgent).toBe('Chrome');
    });
  });

  describe('the launcher', () => {
    it('lists the enabled applications that the user may sign in to, with their address', async () => {
      const { deps } = world.app;
      const [ada, bob] = [await world.newPerson(), await world.newPerson()];
      const user = await world.userOf(ada.username);
      const issuer = await ensureDefaultIssuer(deps);
      const add = async (id: string, changes: Partial<Client> = {}) => {
        const settings = { id, name: id, client_uri: `https://${id}.example/`, ...changes };
        return (await makeClient(deps, issuer, settings)).client;
      };
      const permitted = { accessPolicy: 'PERMITTED_USERS' } as const;
      await add('launch-all', { name: 'For all', logo_uri: 'https://all.example/logo.png' });
      await add('launch-none', { client_uri: undefined });
      await add('launch-off', { enabled: false });
      await add('launch-other', permitted);
      await permit(deps, await add('launch-own', permitted), user);
      const initiate_login_uri = 'https://grouped.example/start?from=home';
      await permitGroup(
        deps,
        await add('launch-grouped', { ...permitted, initiate_login_uri }),
        await makeGroup(deps, 'launchers', [user]),
      );
      const old = await add('launch-again', permitted);
      await permit(deps, old, user);
      await deps.store.clients.delete(old.id);
      await add('launch-again', permitted);
      const linksOf = async (person: typeof ada) =>
        [...(await person.agent.get('/account')).text.matchAll(/<a class="launch" href="([^"]+)"/g)].map(
          ([, url]) => url,
        );
      const iss = encodeURIComponent(deps.config.issuer);
      expect(await linksOf(ada)).toEqual([
        'https://launch-all.example/',
        `https://grouped.example/start?from=home&amp;iss=${iss}`,
        'https://launch-own.example/',
      ]);
      expect(await linksOf(bob)).toEqual(['https://launch-all.example/']);
      expect((await ada.agent.get('/account')).text).toMatch(/<img src="\/logos\/clients\/launch-all\?[\w-]{8}"/);
    });

    it('has pages, on which no application is missing', async () => {
      const ada = await world.newPerson();
      const { deps } = world.app;
      const issuer = await ensureDefaultIssuer(deps);
      const changes = (id: string) => ({ id, name: id, client_uri: `https://${id}.example/` });
      for (let count = 0; count < 30; count += 1) await makeClient(deps, issuer, changes(`many-${count}`));
      const seen: string[] = [];
      let next: string | undefined = '/account';
      while (next !== undefined) {
        const { text } = await ada.agent.get(next);
        seen.push(...[...text.matchAll(/class="launch" href="https:\/\/(many-\d+)/g)].map(([, id = '']) => id));
        next = text.match(/href="(\/account\?list=launcher&amp;after=[^"]+)"/)?.[1]?.replace('&amp;', '&');
      }
      expect([new Set(seen).size, seen.length]).toEqual([30, 30]);
    });
  });

  describe('applications', () => {
    it('are listed with their access, which can be removed', async () => {
      const ada = await world.newPerson();
      const issuer = await ensureDefaultIssuer(world.app.deps);
      const { client } = await makeClient(world.app.deps, issuer, { name: 'Wiki & more' });
      const grant = grantRecord(client, await world.userOf(ada.username), {
        scopes: ['openid', 'email', 'offline_access'],
        offline: true,
        expiresAt: new Date(world.clock.now().getTime() + 3_600_000),
      });
      await world.app.deps.store.grants.insert(grant);
      const { text } = await ada.agent.get('/account');
      expect(text).toContain('Wiki &amp; more');
      expect(text).toContain('Also in the background');
      const fields = { application: client.id };
      expectRedirect(await act(ada, 'revoke-application', fields), '/account?at=applications&done=applicationRevoked');
      expect((await world.app.deps.store.grants.find(grant.id))?.revokedAt).toEqual(world.clock.now());
      const { text: emptied } = await ada.agent.get('/account');
      expect(emptied).toContain('No application has access to your account.');
      expect(emptied).not.toContain('These applications have access to your account.');
      expect((await act(ada, 'revoke-application', fields)).status).toBe(404);
    });
  });
});
