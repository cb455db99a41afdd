import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Person } from '../../support/people.js';
import { type SoftwareAuthenticatorTraits, softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { type AccountWorld, act, creationOptions, makeCodes, openAccountWorld, VERIFY } from './account-world.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const APPLE = 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd';

describeOnEachDatabase('a new passkey', (makeDatabase) => {
  let world: AccountWorld;
  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  /** Adds a passkey and returns its name. */
  const add = async (
    { agent }: Person,
    traits: Partial<SoftwareAuthenticatorTraits>,
    headers: Record<string, string> = {},
  ) => {
    const authenticator = softwareAuthenticator({ origin: world.app.origin, ...traits });
    const response = authenticator.create(await creationOptions(agent, {}));
    expect((await agent.postJson(VERIFY, response, headers)).status).toBe(200);
    return { id: response.id, name: (await world.app.deps.store.passkeys.find(response.id))?.name };
  };

  it.each([
    [{ 'user-agent': FIREFOX }, 'Firefox on Linux'],
    [{ 'user-agent': FIREFOX, 'accept-language': 'de' }, 'Firefox auf Linux'],
    [{ 'user-agent': 'x' }, 'Passkey (2)'],
  ])('of an unknown product is named by browser and system: %j', async (headers, name) => {
    expect(await add(await world.newPerson(), {}, headers)).toMatchObject({ name });
  });

  it.each([
    [['usb'], 'en', 'Security key'],
    [['nfc', 'usb'], 'de', 'Sicherheitsschlüssel'],
    [['nfc'], 'is', 'Öryggislykill'],
    [['usb', 'internal'], 'en', 'Firefox on Linux'],
    [['usb', 'hybrid'], 'en', 'Firefox on Linux'],
    [['ble'], 'en', 'Firefox on Linux'],
    [[], 'en', 'Firefox on Linux'],
  ] as const)('that the browser reaches by %j is named in %s: %s', async (transports, language, name) => {
    const headers = { 'user-agent': FIREFOX, 'accept-language': language };
    expect(await add(await world.newPerson(), { transports: [...transports] }, headers)).toMatchObject({ name });
  });

  it('of a known product has the name of the product, even if it is a security key', async () => {
    const ada = await world.newPerson();
    expect(await add(ada, { aaguid: APPLE, transports: ['usb'] })).toMatchObject({ name: 'Apple Passwords' });
  });

  it('gets a number if another passkey of the user has its name', async () => {
    const ada = await world.newPerson();
    const headers = { 'user-agent': FIREFOX };
    const added = [await add(ada, {}, headers), await add(ada, {}, headers), await add(ada, {}, headers)];
    expect(added.map(({ name }) => name)).toEqual(['Firefox on Linux', 'Firefox on Linux (2)', 'Firefox on Linux (3)']);
    await act(ada, 'rename-passkey', { passkey: added[1]?.id ?? '', name: 'Desk' });
    expect(await add(ada, {}, headers)).toMatchObject({ name: 'Firefox on Linux (2)' });
    // Another user's passkeys do not count.
    expect(await add(await world.newPerson(), {}, headers)).toMatchObject({ name: 'Firefox on Linux' });
  });

  it('gets a number after a recovery too, when the lost passkey is still there', async () => {
    const ada = await world.newPerson();
    const [code] = await makeCodes(ada);
    expect((await world.recover(ada.username, code)).status).toBe(200);
    const { passkeyIds } = await world.userOf(ada.username);
    const names = (await world.app.deps.store.passkeys.findMany(passkeyIds)).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Passkey', 'Passkey (2)']);
  });

  it('with a number can be renamed at once, and its product is not named twice', async () => {
    const ada = await world.newPerson();
    await add(ada, { aaguid: APPLE });
    expect(await add(ada, { aaguid: APPLE })).toMatchObject({ name: 'Apple Passwords (2)' });
    const { text } = await ada.agent.get('/account');
    expect(text.match(/We picked this name/g)).toHaveLength(1);
    expect(text).not.toContain('<span>Apple Passwords</span>');
  });

  it('keeps within 64 characters with its number', async () => {
    const ada = await world.newPerson();
    const headers = { 'user-agent': FIREFOX };
    const { id } = await add(ada, {}, headers);
    await act(ada, 'rename-passkey', { passkey: id, name: 'x'.repeat(64) });
    await add(ada, {}, headers);
    const empty = await add(ada, {}, headers);
    // A passkey that loses its own name gets the proposed one, with the next number.
    await act(ada, 'rename-passkey', { passkey: empty.id, name: '' });
    expect(await world.app.deps.store.passkeys.find(empty.id)).toMatchObject({ name: 'Passkey (2)' });
  });
});
