import { callGraphql } from '../../bench/call-graphql.js';
import { startServer } from '../../bench/settings.js';
import { enrol, type Person } from '../people.js';
import { newUserAgent } from '../user-agent.js';
import { navigate } from './navigate.js';

/** A running Passgraph in a process of its own, with one user. */
export interface Server {
  readonly issuer: string;
  readonly user: User;
  /** Registers a client with nothing but these redirect URIs, for all users. */
  createClient(redirectUris: readonly string[]): Promise<RegisteredClient>;
  /** The user in a fresh browser, not signed in. */
  newPerson(): Person;
  stop(): Promise<void>;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly name: string;
}

export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
}

const CREATE_CLIENT = `mutation ($redirectUris: [String!]!) {
  createClient(input: { name: "Application", redirectUris: $redirectUris, accessPolicy: ALL_USERS }) {
    client { id } clientSecret
  }
}`;
const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;
const ADA = { username: 'ada', email: 'ada@example.com', emailVerified: true, name: 'Ada Lovelace' };

export async function startRealServer(): Promise<Server> {
  const { contender, key } = await startServer('sqlite::memory:');
  const graphql = <Data>(query: string, variables: object) => callGraphql<Data>(contender, key, query, variables);
  const { createUser } = await graphql<{ createUser: { user: { id: string }; enrolmentLink: { url: string } } }>(
    CREATE_USER,
    { input: { ...ADA, enrolmentLink: true } },
  );
  const { authenticator } = await enrol(contender, createUser.enrolmentLink.url);
  return {
    issuer: contender.origin,
    user: { id: createUser.user.id, ...ADA },
    createClient: async (redirectUris) => {
      const { createClient } = await graphql<{ createClient: { client: { id: string }; clientSecret: string } }>(
        CREATE_CLIENT,
        { redirectUris },
      );
      return { id: createClient.client.id, secret: createClient.clientSecret };
    },
    newPerson: () => ({ agent: newUserAgent(contender.origin, navigate), authenticator }),
    stop: () => contender.stop(),
  };
}
