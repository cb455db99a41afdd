import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { signInAt } from '../../support/people.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { newUserAgent } from '../../support/user-agent.js';
import {
  type AccountWorld,
  act,
  creationOptions,
  expectRedirect,
  makeCodes,
  OPTIONS,
  openAccountWorld,
  VERIFY,
} from './account-world.js';

describeOnEachDatabase('passkeys on the account page', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  it('are added, renamed and removed, and the page confirms each change', async () => {
    const ada = await world.newPerson();
    const { id, authenticator } = await world.addPasskey(ada);
    expectRedirect(
      await act(ada, 'rename-passkey', { passkey: id, name: 'Key ring' }),
      '/account?at=passkeys&done=passkeyRenamed',
    );
    const renamed = await ada.agent.get('/account?at=passkeys&done=passkeyRenamed');
    expect(renamed.text).toContain('Key ring');
    expect(renamed.text).toContain('Passkey renamed.');
    expectRedirect(await act(ada, 'remove-passkey', { passkey: id }), '/account?at=passkeys&done=passkeyRemoved');
    expect((await ada.agent.get('/account')).text).not.toMatch(/id="passkey-\d+">Key ring/);
    const phone = { agent: newUserAgent(world.app.origin), authenticator };
    await expect(signInAt(phone, new URL('/login', world.app.origin))).rejects.toThrow('invalid_credential');
  });

  it('do not make a browser known that has copied the cookie of the session', async () => {
    const ada = await world.newPerson();
    const thief = newUserAgent(world.app.origin);
    const namesIn = async ({ jar }: typeof thief) => (await jar.getCookies(world.app.origin)).map(({ key }) => key);
    const [session] = (await ada.agent.jar.getCookies(world.app.origin)).filter(({ key }) => key.endsWith('_session'));
    await thief.jar.setCookie(String(session), world.app.origin);
    const { authenticator } = await world.addPasskey({ ...ada, agent: thief });
    expect(await namesIn(thief)).not.toContain('passgraph_known');
    await signInAt({ agent: thief, authenticator }, new URL('/login', world.app.origin));
    expect(await namesIn(thief)).toContain('passgraph_known');
    expect((await world.userOf(ada.username)).news?.map(({ kind }) => kind)).toEqual(['NEW_BROWSER', 'PASSKEY_ADDED']);
  });

  it('are reported to the passkey manager with the names of the account', async () => {
    const ada = await world.newPerson({ name: 'Ada "L" <b>' });
    world.clock.advance(1);
    const { id } = await world.addPasskey(ada);
    const { passkeyIds, webauthnUserId } = await world.userOf(ada.username);
    const { text } = await ada.agent.get('/account');
    const [, signals = ''] = /data-signals="([^"]*)"/.exec(text) ?? [];
    expect(JSON.parse(signals.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'))).toEqual({
      rpId: 'localhost',
      userId: webauthnUserId,
      name: ada.username,
      displayName: 'Ada "L" <b>',
      credentialIds: passkeyIds,
    });
    expect(passkeyIds).toContain(id);
  });

  it('of another user are not found', async () => {
    const [ada, eve] = [await world.newPerson(), await world.newPerson()];
    await makeCodes(eve);
    const [id = ''] = (await world.userOf(ada.username)).passkeyIds;
    for (const passkey of [id, 'unknown', '']) {
      for (const action of ['rename-passkey', 'remove-passkey']) {
        const answer = await act(eve, action, { passkey, name: 'Mine' });
        expect([action, passkey, answer.status]).toEqual([action, passkey, 404]);
        expect(answer.text).toContain('This entry no longer exists.');
      }
    }
    expect((await world.app.deps.store.passkeys.find(id))?.name).toBe('Passkey');
  });

  it('keep the last one, even if there are recovery codes', async () => {
    const ada = await world.newPerson();
    const [passkey = ''] = (await world.userOf(ada.username)).passkeyIds;
    await makeCodes(ada);
    expect((await ada.agent.get('/account')).text).not.toContain('value="remove-passkey"');
    const answer = await act(ada, 'remove-passkey', { passkey });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('This is your last passkey. Add another one before you remove it.');
    expect((await world.userOf(ada.username)).passkeyIds).toEqual([passkey]);
  });

  it('ask for a sign-in with another one before the one of the session is removed', async () => {
    const ada = await world.newPerson();
    const [passkey = ''] = (await world.userOf(ada.username)).passkeyIds;
    const { authenticator } = await world.addPasskey(ada);
    const page = await ada.agent.get('/account');
    expect(page.text.match(/value="remove-passkey"/g)).toHaveLength(1);
    expect(page.text).toContain('<a href="/login?again=passkeys">Sign in with another passkey</a>');
    const answer = await act(ada, 'remove-passkey', { passkey });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('To remove it, sign in with another passkey first.');
    await signInAt({ ...ada, authenticator }, new URL('/login?again=passkeys', world.app.origin));
    expectRedirect(await act(ada, 'remove-passkey', { passkey }), '/account?at=passkeys&done=passkeyRemoved');
  });

  it('have the name of their authenticator, and the newest one can be renamed at once for ten minutes', async () => {
    const ada = await world.newPerson();
    const apple = softwareAuthenticator({ origin: world.app.origin, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' });
    await world.addPasskey(ada, apple);
    const proposed = async (path = '/account') => {
      const { text } = await ada.agent.get(path);
      expect(text).toContain('value="Apple Passwords"');
      const open = text.match(/<details class="fold" open/g)?.length ?? 0;
      return [open, text.match(/We picked this name/g)?.length ?? 0];
    };
    expect(await proposed()).toEqual([1, 1]);
    // The user has just confirmed the name.
    expect(await proposed('/account?at=passkeys&done=passkeyRenamed')).toEqual([0, 0]);
    world.clock.advance(599);
    expect(await proposed()).toEqual([1, 1]);
    world.clock.advance(1);
    expect(await proposed()).toEqual([0, 0]);
  });

  it('are limited to twenty, except for recovery', async () => {
    const ada = await world.newPerson();
    const [code] = await makeCodes(ada);
    for (let more = 1; more < 19; more += 1) await world.addPasskey(ada);
    const begin = () => creationOptions(ada.agent, {});
    const begun = await Promise.all([begin(), begin()]);
    const ended = await Promise.all(
      begun.map((options) =>
        ada.agent.postJson(VERIFY, softwareAuthenticator({ origin: world.app.origin }).create(options)),
      ),
    );
    expect(ended.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const refusal = await ada.agent.postJson(OPTIONS, {});
    expect([refusal.status, refusal.json().error]).toEqual([409, 'too_many_passkeys']);
    const { passkeyIds } = await world.userOf(ada.username);
    expect(passkeyIds).toHaveLength(20);
    expect(await world.app.deps.store.passkeys.findMany(passkeyIds)).toHaveLength(20);
    expect((await world.recover(ada.username, code)).status).toBe(200);
    expect((await world.userOf(ada.username)).passkeyIds).toHaveLength(21);
  });

  it('have a trimmed name of one line and at most 64 characters', async () => {
    const ada = await world.newPerson();
    const { id } = await world.addPasskey(ada);
    for (const [typed, kept] of [
      ['  Key\r\nring\u202e  ', 'Key ring'],
      ['x'.repeat(1000), 'x'.repeat(64)],
      ['<script>', '<script>'],
    ] as const) {
      await act(ada, 'rename-passkey', { passkey: id, name: typed });
      const name = (await world.app.deps.store.passkeys.find(id))?.name;
      expect(name?.replace(/ +/g, ' ')).toBe(kept);
    }
    expect((await ada.agent.get('/account')).text).toContain('&lt;script>');
  });
});
