import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { frozenClock } from '../support/deps.js';
import { enrolOwner, type Person, signInAt } from '../support/people.js';
import { describeOnEachDatabase } from '../support/stores.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';

const CREATE_CLIENT = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }';

describeOnEachDatabase('a page of a sign-in', (makeDatabase) => {
  const clock = frozenClock();
  let app: TestApp;
  let owner: Person;
  beforeAll(async () => {
    app = await startTestApp({}, { makeDatabase, clock });
    owner = await enrolOwner(app);
    const shared = { accessPolicy: 'ALL_USERS', requirePkce: false, registrationEnabled: true };
    for (const [id, clientUri] of [
      ['wiki', 'https://wiki.example/start'],
      ['plain', undefined],
    ] as const) {
      const input = { id, name: id, clientUri, redirectUris: [`https://${id}.example/back`], ...shared };
      await app.graphql(CREATE_CLIENT, { input });
    }
  });
  afterAll(() => app.stop());

  const askUrl = (id: string) => {
    const asked = { client_id: id, response_type: 'code', scope: 'openid', redirect_uri: `https://${id}.example/back` };
    return `/oidc/authorize?${new URLSearchParams(asked)}`;
  };
  const begin = async (agent: UserAgent, id = 'wiki') => {
    const { location } = await agent.get(askUrl(id));
    return location?.searchParams.get('interaction') ?? '';
  };
  const fresh = () => ({ ...owner, agent: newUserAgent(app.origin) });
  const pagesOf = (interaction: string) => [
    `/login?interaction=${interaction}`,
    `/register?interaction=${interaction}`,
    `/recover?interaction=${interaction}`,
    `/consent?interaction=${interaction}`,
    `/denied?interaction=${interaction}`,
    `/continue/${interaction}`,
  ];

  it('continues if the user has signed in meanwhile in another tab', async () => {
    const person = fresh();
    const [first, second] = [await begin(person.agent), await begin(person.agent)];
    await signInAt(person, new URL(`/login?interaction=${first}`, app.origin));
    const page = await person.agent.get(`/login?interaction=${second}`);
    expect([page.status, page.location?.pathname]).toEqual([303, `/continue/${second}`]);
    expect((await person.agent.follow(page.location?.href ?? '')).location?.host).toBe('wiki.example');
  });

  it.each([
    ['wiki', 'https://wiki.example/start'],
    ['plain', '/account'],
  ])('leads a signed-in user from a finished sign-in at %s to %s', async (id, target) => {
    const person = fresh();
    const interaction = await begin(person.agent, id);
    await signInAt(person, new URL(`/login?interaction=${interaction}`, app.origin));
    for (const path of pagesOf(interaction)) {
      const { status, location } = await person.agent.get(path);
      expect([path, status, location?.href]).toEqual([path, 303, new URL(target, app.origin).href]);
    }
  });

  it('shows where to start again if the sign-in has expired', async () => {
    const { agent } = fresh();
    const interaction = await begin(agent);
    clock.advance(1801);
    for (const path of pagesOf(interaction)) {
      const { status, text } = await agent.get(path);
      expect([path, status]).toEqual([path, 400]);
      expect(text).toContain('This sign-in has expired');
      expect(text).toContain('href="https://wiki.example/start"');
      expect(text).toContain('Start again at “wiki”');
    }
  });

  it('shows no address if the application has none, or if nothing is known', async () => {
    const { agent } = fresh();
    const interaction = await begin(agent, 'plain');
    clock.advance(1801);
    for (const path of [`/login?interaction=${interaction}`, '/login?interaction=unknown']) {
      const { status, text } = await agent.get(path);
      expect([status, text.includes('Start again at')]).toEqual([400, false]);
    }
  });

  it('says so if the browser sent no cookie', async () => {
    const interaction = await begin(fresh().agent);
    const { status, text } = await newUserAgent(app.origin).get(`/login?interaction=${interaction}`);
    expect(status).toBe(400);
    expect(text).toContain('You can’t continue this sign-in here');
    expect(text).toContain('href="https://wiki.example/start"');
  });

  it('can be completed in each of several tabs that a new browser opens at once, in any order', async () => {
    // The browsers of the tests above are news of more than an hour ago, which the second tab would show.
    const { users } = app.deps.store;
    const [{ record: user } = {}] = (await users.page({ first: 1 })).items;
    if (user !== undefined) await users.update(user, { news: undefined });
    const person = fresh();
    const tabs = await Promise.all([begin(person.agent), begin(person.agent), begin(person.agent)]);
    expect(new Set(tabs).size).toBe(3);
    for (const interaction of [tabs[2], tabs[0], tabs[1]]) {
      expect((await person.agent.get(`/recover?interaction=${interaction}`)).status).toBe(200);
    }
    for (const interaction of [tabs[1], tabs[2], tabs[0]]) {
      const back = await signInAt(person, new URL(`/login?interaction=${interaction}`, app.origin));
      expect(back?.host).toBe('wiki.example');
    }
  });

  it('still belongs only to its own browser', async () => {
    const person = fresh();
    await Promise.all([begin(person.agent), begin(person.agent)]);
    const interaction = await begin(fresh().agent);
    expect((await person.agent.get(`/login?interaction=${interaction}`)).status).toBe(400);
  });
});
