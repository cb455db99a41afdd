import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PublicKeyCredentialCreationOptionsJSON as CreationOptions } from '@simplewebauthn/server';
import { createFirstOwnerLink } from '../../src/admin/users/first-owner.js';
import { startTestApp } from '../support/app.js';
import { enrol } from '../support/people.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase } from '../support/stores.js';
import { newUserAgent } from '../support/user-agent.js';
import { type AccountWorld, expectRedirect, OPTIONS, openAccountWorld, VERIFY } from './account/account-world.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;

describeOnEachDatabase('an enrolment link in a browser that is signed in', (makeDatabase) => {
  let world: AccountWorld;
  let invited = 0;
  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  const invite = async () => {
    invited += 1;
    const username = `invited-${invited}`;
    const { createUser } = await world.app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
      input: { username, enrolmentLink: true },
    });
    const path = new URL(createUser.enrolmentLink.url).pathname;
    return { username, path, enrolment: path.split('/').at(-1) };
  };
  const begin = async (agent: AccountWorld['owner']['agent'], request: object) =>
    (await agent.postJson(OPTIONS, request)).json<CreationOptions & Record<string, unknown>>();

  it('names both accounts and asks, instead of offering to create the passkey', async () => {
    const { username, path } = await invite();
    const { text } = await world.owner.agent.get(path);
    expect(text).toContain('You’re signed in as <strong>owner</strong>.');
    expect(text).toContain(`This link is for ${username}.`);
    expect(text).not.toContain('id="ceremony"');
  });

  it('registers nothing for the invited user until the signed-in user has signed out', async () => {
    const { path, username, enrolment } = await invite();
    const { agent } = await world.newPerson();
    const refused = await agent.postJson(OPTIONS, { enrolment });
    expect([refused.status, refused.json().error]).toEqual([409, 'signed_in_as_another']);
    expectRedirect(await agent.postForm(path, { action: 'sign-out' }), path);
    expect((await agent.get(path)).text).toContain('id="ceremony"');
    const response = softwareAuthenticator({ origin: world.app.origin }).create(await begin(agent, { enrolment }));
    expect((await agent.postJson(VERIFY, response)).status).toBe(200);
    expect((await world.userOf(username)).passkeyIds).toEqual([response.id]);
  });

  it('refuses the passkey, and keeps the link, if another user signed in during the ceremony', async () => {
    const { username, enrolment } = await invite();
    const person = await world.newPerson();
    const guest = newUserAgent(world.app.origin);
    const response = softwareAuthenticator({ origin: world.app.origin }).create(await begin(guest, { enrolment }));
    const session = (await person.agent.jar.getCookies(world.app.origin)).find(({ key }) => key.endsWith('session'));
    if (session !== undefined) await guest.jar.setCookie(session, world.app.origin);
    const refused = await guest.postJson(VERIFY, response);
    expect([refused.status, refused.json().error]).toEqual([409, 'signed_in_as_another']);
    expect((await world.userOf(username)).passkeyIds).toEqual([]);
    expect((await guest.get('/account')).text).toContain(`Hello, ${person.username}`);
    await begin(newUserAgent(world.app.origin), { enrolment });
  });

  it('leaves a signed-in user alone who opens a link of their own', async () => {
    const person = await world.newPerson();
    const user = await world.userOf(person.username);
    const { createEnrolmentLink } = await world.app.graphql<{
      createEnrolmentLink: { enrolmentLink: { url: string } };
    }>(
      'mutation ($input: CreateEnrolmentLinkInput!) { createEnrolmentLink(input: $input) { enrolmentLink { url } } }',
      { input: { userId: user.id } },
    );
    expect((await person.agent.get(createEnrolmentLink.enrolmentLink.url)).text).toContain('id="ceremony"');
  });

  it('adds a passkey at the account page only to the account that the page shows', async () => {
    const person = await world.newPerson();
    const refused = await person.agent.postJson(OPTIONS, { account: 'owner' });
    expect([refused.status, refused.json().error]).toEqual([409, 'signed_in_as_another']);
    expect((await person.agent.postJson(OPTIONS, { account: person.username })).status).toBe(200);
  });
});

describe('the link for the first owner', () => {
  it('asks a user who is signed in already', async () => {
    const app = await startTestApp();
    try {
      const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
        input: { username: 'grace', enrolmentLink: true },
      });
      const { agent } = await enrol(app, createUser.enrolmentLink.url);
      const { text } = await agent.get((await createFirstOwnerLink(app.deps)) ?? '');
      expect(text).toContain('You’re signed in as <strong>grace</strong>.');
      expect(text).not.toContain('id="ceremony"');
    } finally {
      await app.stop();
    }
  });
});
