import { expect } from '@jest/globals';
import type { PublicKeyCredentialCreationOptionsJSON as CreationOptions } from '@simplewebauthn/server';
import type { Config } from '../../../src/model/config.js';
import type { User } from '../../../src/model/people/user.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type FrozenClock, frozenClock } from '../../support/deps.js';
import { enrol, enrolOwner, type Person, signInAt } from '../../support/people.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../../support/software-authenticator.js';
import type { TestDatabase } from '../../support/stores.js';
import { type Answer, newUserAgent } from '../../support/user-agent.js';

export const OPTIONS = '/passkeys/registration/options';
export const VERIFY = '/passkeys/registration/verify';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;

/** An application with an owner, and what tests of the account page do in it. */
export interface AccountWorld {
  readonly app: TestApp;
  readonly clock: FrozenClock;
  readonly owner: Person;
  /** A new user, signed in. */
  newPerson(input?: Record<string, unknown>): Promise<Person & { readonly username: string }>;
  userOf(username: string): Promise<User>;
  addPasskey(
    person: Person,
    authenticator?: SoftwareAuthenticator,
  ): Promise<{ id: string; authenticator: SoftwareAuthenticator }>;
  /** The same user in another browser, signed in. */
  elsewhere(person: Person): Promise<Person>;
  /** Registers a passkey with a recovery code. */
  recover(username: string, recoveryCode: string | undefined, agent?: Person['agent']): Promise<Answer>;
}

export async function openAccountWorld(
  makeDatabase: () => Promise<TestDatabase>,
  config: Partial<Config> = {},
): Promise<AccountWorld> {
  const clock = frozenClock();
  const app = await startTestApp(config, { makeDatabase, clock });
  const owner = await enrolOwner(app);
  const newAuthenticator = () => softwareAuthenticator({ origin: app.origin });
  let people = 0;
  return {
    app,
    clock,
    owner,
    newPerson: async (input = {}) => {
      people += 1;
      const username = `person-${people}`;
      const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
        input: { username, enrolmentLink: true, ...input },
      });
      return { ...(await enrol(app, createUser.enrolmentLink.url)), username };
    },
    userOf: async (username) => {
      const user = await app.deps.store.users.findByUsername(username);
      if (user === undefined) throw new Error(`There is no user ${username}.`);
      return user;
    },
    addPasskey: async ({ agent }, authenticator = newAuthenticator()) => {
      const response = authenticator.create(await creationOptions(agent, {}));
      expect((await agent.postJson(VERIFY, response)).status).toBe(200);
      return { id: response.id, authenticator };
    },
    elsewhere: async ({ authenticator }) => {
      clock.advance(1);
      const person = { agent: newUserAgent(app.origin), authenticator };
      await signInAt(person, new URL('/login', app.origin));
      return person;
    },
    recover: async (username, recoveryCode, agent = newUserAgent(app.origin)) => {
      const begun = await agent.postJson(OPTIONS, { username, recoveryCode });
      if (begun.status !== 200) return begun;
      return agent.postJson(VERIFY, newAuthenticator().create(begun.json() as unknown as CreationOptions));
    },
  };
}

export async function creationOptions(agent: Person['agent'], request: object): Promise<CreationOptions> {
  return (await agent.postJson(OPTIONS, request)).json() as unknown as CreationOptions;
}

/** Sends a form of the account page. */
export function act({ agent }: Person, action: string, fields: Record<string, string> = {}): Promise<Answer> {
  return agent.postForm('/account', { action, ...fields });
}

export async function makeCodes(person: Person): Promise<string[]> {
  return codesIn(await shownAfter(person, 'create-recovery-codes'));
}

export function codesIn({ text }: Answer): string[] {
  return text.match(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/g) ?? [];
}

/** Sends a form that creates a secret, and opens the page that shows it. */
export async function shownAfter(
  person: Person,
  action: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await act(person, action, fields);
  expect([answer.status, answer.location?.pathname]).toEqual([303, expect.stringMatching(/^\/account\/shown\//)]);
  return person.agent.get(answer.location?.href ?? '', headers);
}

export function expectRedirect(answer: Answer, to: string): void {
  const { pathname, search } = answer.location ?? {};
  expect([answer.status, `${pathname}${search}`]).toEqual([303, to]);
}
