import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { OwnProfileField } from '../../../src/model/people/user.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { startEdge } from '../start-edge.js';
import { type AccountWorld, act, expectRedirect, openAccountWorld } from './account-world.js';

describeOnEachDatabase('the profile on the account page', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  it('changes the fields that users may change', async () => {
    const ada = await world.newPerson({ email: 'ada@example.org', emailVerified: true });
    const fields = { name: 'Ada King', locale: 'de', zoneinfo: 'Europe/Berlin', email: 'eve@example.org' };
    expectRedirect(await act(ada, 'change-profile', fields), '/account?at=profile&done=profileSaved');
    const user = await world.userOf(ada.username);
    expect(user).toMatchObject({ name: 'Ada King', locale: 'de', zoneinfo: 'Europe/Berlin' });
    expect(user).toMatchObject({ email: 'ada@example.org', email_verified: true });
    const { text } = await ada.agent.get('/account');
    expect(text).toContain('Hallo, Ada King');
    expect(text).toContain('ada@example.org (bestätigt)');
    await act(ada, 'change-profile', { name: ' ', zoneinfo: '' });
    expect((await world.userOf(ada.username)).name).toBeUndefined();
    expect(await world.userOf(ada.username)).toMatchObject({ locale: 'de' });
  });

  it('chooses the language of pages and mails, which the browser then uses before a sign-in too', async () => {
    const ada = await world.newPerson();
    const languageOf = async (path: string, { agent }: Pick<typeof ada, 'agent'> = ada) =>
      /<html lang="(\w+)"/.exec((await agent.get(path, { 'accept-language': 'fr' })).text)?.[1];
    expect(await languageOf('/account')).toBe('fr');
    const done = '/account?at=language&done=languageChanged';
    expectRedirect(await act(ada, 'change-language', { locale: 'is' }), done);
    expect(await world.userOf(ada.username)).toMatchObject({ locale: 'is' });
    expect((await ada.agent.get(done, { 'accept-language': 'fr' })).text).toContain('Tungumálinu var breytt.');
    expect(await languageOf('/recover')).toBe('is');
    // The application may know better.
    expect(await languageOf('/oidc/logout?ui_locales=de')).toBe('de');
    const phone = await world.elsewhere(ada);
    expect(await languageOf('/recover', phone)).toBe('is');
    expectRedirect(await act(ada, 'change-language', { locale: '' }), done);
    expect((await world.userOf(ada.username)).locale).toBeUndefined();
    expect(await languageOf('/account')).toBe('fr');
    expect(await languageOf('/recover')).toBe('fr');
    const refused = await act(ada, 'change-language', { locale: 'no language' });
    expect([refused.status, refused.text.includes('Choose a language from the list.')]).toEqual([400, true]);
  });

  it('shows the other fields, and has a field for the email address if users may change it', async () => {
    const given = {
      name: 'Ada',
      picture: 'https://ada.example/me.png',
      email: 'ada@example.org',
      emailVerified: true,
    };
    const ada = await world.newPerson(given);
    const cookie = await ada.agent.jar.getCookieString(world.app.origin);
    const pageWhere = async (editableProfile: readonly OwnProfileField[]): Promise<string> => {
      const edge = await startEdge({ store: world.app.deps.store, clock: world.clock, config: { editableProfile } });
      const text = await (await edge.get('/account', { cookie })).text();
      await edge.stop();
      return text;
    };
    const open = await pageWhere(['email']);
    expect(open).toMatch(/<input id="profile-email" name="email"[^>]* value="ada@example.org"/);
    expect(open).toMatch(/<dt>Full name<\/dt><dd>Ada<\/dd>/);
    expect(open).not.toContain('id="profile-name"');
    const closed = await pageWhere([]);
    expect(closed).toContain('https://ada.example/me.png');
    expect(closed).not.toContain('value="change-profile"');
    expect(closed).not.toContain('value="change-language"');
  });

  it('is shown again with the typed values if a value is invalid', async () => {
    const ada = await world.newPerson();
    const answer = await act(ada, 'change-profile', { name: 'Ada "typed"', picture: 'no address' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('The address of the picture must start with https://.');
    expect(answer.text).toContain('value="Ada &quot;typed&quot;"');
    expect((await world.userOf(ada.username)).name).toBeUndefined();
  });
});
