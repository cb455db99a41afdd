import type { Browser, BrowserContext, Page } from 'playwright-core';
import { callGraphql } from '../../bench/call-graphql.js';
import { startServer } from '../../bench/settings.js';
import { addVirtualAuthenticator, launchBrowser, type VirtualCredential } from '../browser.js';
import { enrolInBrowser } from '../journey.js';

/** A user whose passkey can be used in any window. */
export interface Registered {
  readonly id: string;
  readonly credentials: readonly VirtualCredential[];
}

/** A running Passgraph in a process of its own, a browser, and two users: Ada is in the group `Editors`, Bob in none. */
export interface World {
  readonly issuer: string;
  readonly ada: Registered;
  readonly bob: Registered;
  graphql<Data>(query: string, variables?: object): Promise<Data>;
  /** A window of a fresh browser profile, in which this user has a passkey and is not signed in. */
  openWindow(user: Registered): Promise<Page>;
  stop(): Promise<void>;
}

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;
const CREATE_GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';
const ADA = { username: 'ada', name: 'Ada <Lovelace>', email: 'ada@example.com', emailVerified: true };
const BOB = { username: 'bob', name: 'Bob', email: 'bob@example.com', emailVerified: true };

export async function startWorld(): Promise<World> {
  const { contender, key } = await startServer('sqlite::memory:');
  const browser = await launchBrowser();
  const graphql = <Data>(query: string, variables: object = {}) => callGraphql<Data>(contender, key, query, variables);
  const ada = await register(browser, graphql, ADA);
  const bob = await register(browser, graphql, BOB);
  await graphql(CREATE_GROUP, { input: { id: 'editors', name: 'Editors', memberIds: [ada.id] } });
  let signCount = 1;
  return {
    issuer: contender.origin,
    ada,
    bob,
    graphql,
    openWindow: async ({ credentials }) => {
      const page = await (await browser.newContext()).newPage();
      const authenticator = await addVirtualAuthenticator(page);
      // Copies of a passkey need a common, growing counter.
      signCount += 100;
      for (const credential of credentials) await authenticator.addCredential({ ...credential, signCount });
      return page;
    },
    stop: async () => {
      await browser.close();
      await contender.stop();
    },
  };
}

async function register(browser: Browser, graphql: World['graphql'], user: typeof ADA): Promise<Registered> {
  const { createUser } = await graphql<{ createUser: { user: { id: string }; enrolmentLink: { url: string } } }>(
    CREATE_USER,
    { input: { ...user, enrolmentLink: true } },
  );
  const context: BrowserContext = await browser.newContext();
  const page = await context.newPage();
  const authenticator = await addVirtualAuthenticator(page);
  await enrolInBrowser(page, createUser.enrolmentLink.url);
  const credentials = await authenticator.credentials();
  await context.close();
  return { id: createUser.user.id, credentials };
}
