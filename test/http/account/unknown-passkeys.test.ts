import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { PublicKeyCredentialRequestOptionsJSON as RequestOptions } from '@simplewebauthn/server';
import type { Person } from '../../support/people.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { newUserAgent } from '../../support/user-agent.js';
import { type AccountWorld, act, creationOptions, openAccountWorld } from './account-world.js';

describeOnEachDatabase('/passkeys/unknown', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  const begin = async (agent = newUserAgent(world.app.origin)) => ({
    agent,
    options: (await agent.postJson('/passkeys/authentication/options', {})).json() as unknown as RequestOptions,
  });
  const ask = async (agent: Person['agent'], response: unknown) =>
    (await agent.postJson('/passkeys/unknown', response)).json<{ unknown: boolean }>().unknown;
  const verify = (agent: Person['agent'], response: unknown) =>
    agent.postJson('/passkeys/authentication/verify', response);

  it('reports a removed passkey as unknown, once for each challenge', async () => {
    const ada = await world.newPerson();
    const { id, authenticator } = await world.addPasskey(ada);
    const forged = await begin();
    const tampered = ada.authenticator.get(forged.options, { uv: false });
    const refusals = [await verify(forged.agent, tampered)];
    await act(ada, 'remove-passkey', { passkey: id });
    const { agent, options } = await begin();
    const response = authenticator.get(options);
    refusals.push(await verify(agent, response));
    expect(new Set(refusals.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await ask(agent, response)).toBe(true);
    expect(await ask(agent, response)).toBe(false);
    expect(await ask(forged.agent, tampered)).toBe(false);
  });

  it('reports no known passkey as unknown', async () => {
    const ada = await world.newPerson();
    const asked = async (change: () => Promise<unknown>) => {
      const { agent, options } = await begin();
      const response = ada.authenticator.get(options);
      await change();
      return ask(agent, response);
    };
    expect(await asked(async () => undefined)).toBe(false);
    const disable = async () => world.app.deps.store.users.update(await world.userOf(ada.username), { enabled: false });
    expect(await asked(disable)).toBe(false);
  });

  it('reports nothing without a challenge of this browser, or for another origin or RP ID', async () => {
    const stranger = softwareAuthenticator({ origin: world.app.origin });
    const ada = await world.newPerson();
    const creation = await creationOptions(ada.agent, {});
    stranger.create(creation);
    const { agent, options } = await begin();
    expect(await ask(newUserAgent(world.app.origin), stranger.get(options))).toBe(false);
    expect(await ask(agent, stranger.get({ ...options, challenge: 'AAAA' }))).toBe(false);
    expect(await ask(agent, {})).toBe(false);
    expect(await ask(agent, stranger.get(options))).toBe(true);
    for (const forgery of [{ clientData: { origin: 'https://evil.example' } }, { rpId: 'evil.example' }]) {
      const another = await begin();
      expect(await ask(another.agent, stranger.get(another.options, forgery))).toBe(false);
    }
    const cookies = (await newUserAgent(world.app.origin).postJson('/passkeys/unknown', {})).headers.getSetCookie();
    expect(cookies).toEqual([]);
  });
});
