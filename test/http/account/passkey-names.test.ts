import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { type AccountWorld, creationOptions, openAccountWorld, VERIFY } from './account-world.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describeOnEachDatabase('a passkey of an unknown product', (makeDatabase) => {
  let world: AccountWorld;
  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  it.each([
    [{ 'user-agent': FIREFOX }, 'Firefox on Linux'],
    [{ 'user-agent': FIREFOX, 'accept-language': 'de' }, 'Firefox auf Linux'],
    [{ 'user-agent': 'x' }, 'Passkey'],
  ])('is named by browser and system: %j', async (headers, name) => {
    const { agent, username } = await world.newPerson();
    const response = softwareAuthenticator({ origin: world.app.origin }).create(await creationOptions(agent, {}));
    expect((await agent.postJson(VERIFY, response, headers)).status).toBe(200);
    expect((await world.userOf(username)).passkeyIds).toContain(response.id);
    expect(await world.app.deps.store.passkeys.find(response.id)).toMatchObject({ name });
  });
});
