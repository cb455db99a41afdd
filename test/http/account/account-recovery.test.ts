import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { PublicKeyCredentialCreationOptionsJSON as CreationOptions } from '@simplewebauthn/server';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { startTestApp } from '../../support/app.js';
import { makeClient } from '../../support/fixtures.js';
import { signInAt } from '../../support/people.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { newUserAgent } from '../../support/user-agent.js';
import { type AccountWorld, expectRedirect, makeCodes, OPTIONS, openAccountWorld, VERIFY } from './account-world.js';

describeOnEachDatabase('/recover', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  it('is linked from the sign-in page and asks for a username and a code', async () => {
    const agent = newUserAgent(world.app.origin);
    expect((await agent.get('/login')).text).toContain('href="/recover"');
    const page = await agent.get('/recover');
    expect([page.status, page.text.includes('id="recovery-code"')]).toEqual([200, true]);
  });

  it('registers a passkey and ends the other sessions', async () => {
    const ada = await world.newPerson();
    const [code] = await makeCodes(ada);
    const agent = newUserAgent(world.app.origin);
    const answer = await world.recover(ada.username, code, agent);
    expect(answer.json()).toEqual({ next: '/account?at=passkeys&done=recovered' });
    expectRedirect(await ada.agent.get('/account'), '/login');
    const account = await agent.get('/account?at=passkeys&done=recovered');
    expect(account.text).toContain('Now remove the passkeys you’ve lost.');
    expect(account.text).toContain('You have 9 codes left.');
  });

  it('accepts one code once, even in parallel, and another code after it', async () => {
    const ada = await world.newPerson();
    const [code, other] = await makeCodes(ada);
    const answers = await Promise.all([world.recover(ada.username, code), world.recover(ada.username, code)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expect(answers.find(({ status }) => status === 400)?.json().error).toBe('recovery_invalid');
    expect((await world.userOf(ada.username)).passkeyIds).toHaveLength(2);
    expect((await world.recover(ada.username, other)).status).toBe(200);
  });

  it('answers alike for known and unknown usernames', async () => {
    const ada = await world.newPerson();
    await makeCodes(ada);
    const answers = await Promise.all(
      [ada.username, 'unknown-user'].map((username) => world.recover(username, '0000-0000-0000-0000')),
    );
    const [known, unknown] = answers.map(({ status, text, headers }) => {
      const { date: _date, 'x-request-id': _id, 'set-cookie': _cookie, ...rest } = Object.fromEntries(headers);
      return { status, text, rest };
    });
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 400, text: expect.stringContaining('recovery_invalid') });
  });

  it('limits attempts by account and by address', async () => {
    const limited = await startTestApp();
    const tries = async (username: string, count: number) => {
      const statuses: number[] = [];
      for (let index = 0; index < count; index += 1) {
        const agent = newUserAgent(limited.origin);
        const answer = await agent.postJson(OPTIONS, { username, recoveryCode: 'x' });
        statuses.push(answer.status);
        if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('900');
      }
      return statuses;
    };
    expect(await tries('unknown', 21)).toEqual([...Array(20).fill(400), 429]);
    expect(await tries('another-user', 1)).toEqual([429]);
    await limited.stop();
  });

  /** Begins a sign-in at an application in a new browser. */
  const beginSignIn = async () => {
    const issuer = await ensureDefaultIssuer(world.app.deps);
    const changes = { integrations: ['BASIC'], redirect_uris: ['https://wiki.example/back'] } as const;
    const { client } = await makeClient(world.app.deps, issuer, changes);
    const agent = newUserAgent(world.app.origin);
    const query = new URLSearchParams({ redirectUri: 'https://wiki.example/back', state: 's' });
    const { location } = await agent.get(`/auth/login/${client.id}?${query}`);
    const interaction = location?.searchParams.get('interaction') ?? '';
    return { client, agent, interaction };
  };

  it('continues to the application, and leads to the lost passkeys and back', async () => {
    const ada = await world.newPerson();
    const [code] = await makeCodes(ada);
    const { client, agent, interaction } = await beginSignIn();
    expect((await agent.get(`/login?interaction=${interaction}`)).text).toContain(
      `href="/recover?interaction=${interaction}"`,
    );
    expect((await agent.get(`/recover?interaction=${interaction}`)).text).toContain('Use a recovery code');
    expect((await newUserAgent(world.app.origin).get(`/recover?interaction=${interaction}`)).status).toBe(400);
    const options = await agent.postJson(OPTIONS, { username: ada.username, recoveryCode: code, interaction });
    const authenticator = softwareAuthenticator({ origin: world.app.origin });
    const response = authenticator.create(options.json() as unknown as CreationOptions);
    const { next } = (await agent.postJson(VERIFY, response)).json<{ next: string }>();
    expect(next).toBe(`/sign-in-check?interaction=${interaction}&recovered`);
    const asked = (await agent.get(next)).text;
    for (const part of ['remove its passkey', 'value="account"', `Continue to “${client.name}”`])
      expect(asked).toContain(part);
    expect((await agent.get('/account')).text).not.toContain('/continue/');
    const chosen = await agent.postForm('/sign-in-check', { interaction, action: 'account' });
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/account#passkeys']);
    const account = (await agent.get('/account?at=passkeys&done=passkeyRemoved')).text;
    expect(account).toContain(`You were signing in to “${client.name}”. <a href="/continue/${interaction}">`);
    // Another user of the browser does not see it.
    const login = new URL('/login', world.app.origin);
    for (const [person, isShown] of [
      [await world.newPerson(), false],
      [{ authenticator }, true],
    ] as const) {
      await agent.postForm('/account', { action: 'sign-out' });
      await signInAt({ agent, authenticator: person.authenticator }, login);
      expect((await agent.get('/account')).text.includes('/continue/')).toBe(isShown);
    }
    expect((await agent.follow(`/continue/${interaction}`)).location?.origin).toBe('https://wiki.example');
    expect((await agent.get('/account')).text).not.toContain('/continue/');
  });

  it('is the only sign-in after which the page about lost passkeys is shown', async () => {
    const ada = await world.newPerson();
    await world.addPasskey(ada);
    const { agent, interaction } = await beginSignIn();
    // Without a session, the browser remembers no interrupted sign-in.
    await agent.postForm('/sign-in-check', { interaction, action: 'account' });
    expect((await agent.jar.getCookies(world.app.origin)).map(({ key }) => key)).not.toContain('passgraph_interaction');
    world.clock.advance(1);
    await signInAt({ ...ada, agent }, new URL('/login', world.app.origin));
    const shown = (await agent.get(`/sign-in-check?interaction=${interaction}&recovered`)).text;
    expect([shown.includes('New in your account'), shown.includes('remove its passkey')]).toEqual([true, false]);
  });
});
