import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signInAt } from '../../support/people.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import type { Answer } from '../../support/user-agent.js';
import {
  type AccountWorld,
  act,
  codesIn,
  expectRedirect,
  makeCodes,
  openAccountWorld,
  shownAfter,
} from './account-world.js';

const KEY = /pg_[\w-]+\.[\w-]{43}/;
const FIELDS = { name: 'laptop', permission: 'users:read', days: '30' };

describeOnEachDatabase('pages of the account that show a secret or continue a form', (makeDatabase) => {
  let world: AccountWorld;
  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  const shownPath = async (person: Awaited<ReturnType<AccountWorld['newPerson']>>) =>
    (await act(person, 'create-recovery-codes')).location?.pathname ?? '';

  describe('new recovery codes', () => {
    it('stay the same when the page is reloaded, and are not created again', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      const { recoveryCodeHashes } = await world.userOf(ada.username);
      const [first, second] = [await ada.agent.get(path), await ada.agent.get(path)];
      expect(codesIn(first)).toHaveLength(10);
      expect(codesIn(second)).toEqual(codesIn(first));
      expect(await world.userOf(ada.username)).toMatchObject({ recoveryCodeHashes });
      expect(first.headers.get('cache-control')).toBe('no-store');
    });

    it('name the server, the user and the date, for those who print them', async () => {
      const ada = await world.newPerson();
      const { text } = await shownAfter(ada, 'create-recovery-codes');
      expect(text).toContain(`<p class="only-printed">${world.app.origin}/recover</p>`);
      expect(text).toMatch(new RegExp(`>Passgraph · ${ada.username} · <time dateTime="`, 'i'));
    });

    it('are gone if SECRET_KEY no longer contains the key that encrypted them', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      const { deps } = world.app;
      const { open } = deps.keys;
      Object.assign(deps.keys, {
        open: () => {
          throw new Error('SECRET_KEY: none of the keys can decrypt it.');
        },
      });
      const page = await ada.agent.get(path).finally(() => Object.assign(deps.keys, { open }));
      expectRedirect(page, '/account');
    });

    it('are gone after five minutes', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      world.clock.advance(299);
      expect(codesIn(await ada.agent.get(path))).toHaveLength(10);
      world.clock.advance(1);
      expectRedirect(await ada.agent.get(path), '/account');
    });

    it('are gone as soon as the user has saved them', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      const saved = await ada.agent.postForm(path, {});
      expect([saved.status, saved.location?.pathname, saved.location?.hash]).toEqual([303, '/account', '#recovery']);
      expectRedirect(await ada.agent.get(path), '/account');
    });

    it('are not shown after newer ones replaced them', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      await makeCodes(ada);
      expectRedirect(await ada.agent.get(path), '/account');
    });

    it('are shown to no other session, not even of the same user, and can be deleted by none', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      for (const other of [await world.elsewhere(ada), await world.newPerson()]) {
        expectRedirect(await other.agent.get(path), '/account');
        await other.agent.postForm(path, {});
      }
      expect(codesIn(await ada.agent.get(path))).toHaveLength(10);
    });

    it('are stored only encrypted', async () => {
      const ada = await world.newPerson();
      const path = await shownPath(ada);
      const kept = await world.app.deps.store.keptValues.find(path.split('/').at(-1) ?? '');
      const stored = JSON.stringify(kept);
      for (const code of codesIn(await ada.agent.get(path))) expect(stored).not.toContain(code);
      expect(stored).toContain('"sealed"');
    });
  });

  it('shows a new API key again when the page is reloaded, and creates no second one', async () => {
    const admin = await world.newPerson({ adminRole: 'ADMIN' });
    const path = (await act(admin, 'create-api-key', FIELDS)).location?.pathname ?? '';
    const [first, second] = [await admin.agent.get(path), await admin.agent.get(path)];
    expect(KEY.exec(first.text)?.[0]).toBe(KEY.exec(second.text)?.[0]);
    expect(first.text).toMatch(KEY);
    const { id } = await world.userOf(admin.username);
    expect((await world.app.deps.store.apiKeys.pageOfUser(id, { first: 10 })).items).toHaveLength(1);
  });

  describe('a form whose user has to sign in again', () => {
    const interrupted = async () => {
      const admin = await world.newPerson({ adminRole: 'ADMIN' });
      world.clock.advance(301);
      return { ...admin, ticket: ticketIn(await act(admin, 'create-api-key', FIELDS)) };
    };
    const ticketIn = ({ status, location }: Answer) => {
      const ticket = location?.searchParams.get('form') ?? '';
      expect(ticket).toMatch(/^[\w-]{43}$/);
      expect([status, `${location?.pathname}${location?.search}`]).toEqual([
        303,
        `/login?again=api-keys&form=${ticket}`,
      ]);
      return ticket;
    };
    const keysOf = async (username: string) =>
      (await world.app.deps.store.apiKeys.pageOfUser((await world.userOf(username)).id, { first: 10 })).items;

    it('is completed afterwards, with what the user typed, and only once', async () => {
      const admin = await interrupted();
      await signInAt(admin, new URL('/login', world.app.origin));
      const asked = await admin.agent.get(`/login?again=api-keys&form=${admin.ticket}`);
      const path = `/account/resume?at=api-keys&form=${admin.ticket}`;
      expect(asked.text).toContain(`data-next="${path.replace('&', '&amp;')}"`);
      const page = await admin.agent.get(path);
      expect(page.text).toContain(`name="form" value="${admin.ticket}"`);
      expect(page.text).toContain('name="action" value="resume"');
      expect(await keysOf(admin.username)).toEqual([]);
      const made = await act(admin, 'resume', { form: admin.ticket });
      expect((await admin.agent.get(made.location?.href ?? '')).text).toContain('laptop');
      expectRedirect(await act(admin, 'resume', { form: admin.ticket }), '/account');
      expectRedirect(await admin.agent.get(path), '/account?at=api-keys&done=signedInAgain');
      expect(await keysOf(admin.username)).toHaveLength(1);
    });

    it.each(['cross-site', 'same-site'])('is not completed by a page that is %s', async (site) => {
      const admin = await interrupted();
      await signInAt(admin, new URL('/login', world.app.origin));
      const headers = { 'sec-fetch-site': site, 'sec-fetch-dest': 'document' };
      const path = `/account/resume?at=api-keys&form=${admin.ticket}`;
      expectRedirect(await admin.agent.get(path, headers), '/account');
      expect(await keysOf(admin.username)).toEqual([]);
    });

    it('is not continued without the ticket of the form, even by a browser without Fetch Metadata', async () => {
      const other = (await interrupted()).ticket;
      const admin = await interrupted();
      await signInAt(admin, new URL('/login', world.app.origin));
      const old = { 'sec-fetch-site': '', 'sec-fetch-mode': '', 'sec-fetch-dest': '' };
      for (const form of ['', '&form=', `&form=${other}`, `&form=${'A'.repeat(43)}`]) {
        const answer = await admin.agent.get(`/account/resume?at=api-keys${form}`, old);
        expectRedirect(answer, '/account?at=api-keys&done=signedInAgain');
      }
      for (const form of ['', other]) expectRedirect(await act(admin, 'resume', { form }), '/account');
      expect(await keysOf(admin.username)).toEqual([]);
      const page = await admin.agent.get(`/account/resume?at=api-keys&form=${admin.ticket}`, old);
      expect(page.text).toContain('name="action" value="resume"');
      expect((await act(admin, 'resume', { form: admin.ticket })).location?.pathname).toMatch(/^\/account\/shown\//);
    });

    it('still needs the sign-in', async () => {
      const admin = await interrupted();
      const form = ticketIn(await act(admin, 'resume', { form: admin.ticket }));
      expect(form).not.toBe(admin.ticket);
      expect(await keysOf(admin.username)).toEqual([]);
      await signInAt(admin, new URL('/login', world.app.origin));
      expectRedirect(await act(admin, 'resume', { form: admin.ticket }), '/account');
      expect((await act(admin, 'resume', { form })).location?.pathname).toMatch(/^\/account\/shown\//);
    });

    it('is not sent for another user who signs in instead', async () => {
      const admin = await interrupted();
      await signInAt({ ...world.owner, agent: admin.agent }, new URL('/login', world.app.origin));
      expectRedirect(await act(admin, 'resume', { form: admin.ticket }), '/account');
      expect(await keysOf('owner')).toEqual([]);
    });
  });
});
