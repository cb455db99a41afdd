import { callGraphql } from '../call-graphql.js';
import { randomText } from './requests.js';
import type { Scenario, Setting } from './scenario.js';

const CREATE = `mutation ($username: String!) { createUser(input: { username: $username }) { user { id } } }`;
const READ = `query ($id: ID!) { user(id: $id) { id username name email enabled createdAt } }`;
const WRITE = `mutation ($id: ID!, $name: String!) { updateUser(input: { id: $id, name: $name }) { user { id name } } }`;

function call<Data>({ target, passgraph }: Setting, query: string, variables: object): Promise<Data> {
  return callGraphql(target, passgraph?.apiKey ?? '', query, variables);
}

/** Creates a user for each worker. */
function makeUsers(setting: Setting, workers: number): Promise<string[]> {
  const make = async () => {
    const username = `user-${randomText()}`;
    return (await call<{ createUser: { user: { id: string } } }>(setting, CREATE, { username })).createUser.user.id;
  };
  return Promise.all(Array.from({ length: workers }, make));
}

/** What scripts of administrators request, with an API key. */
export const graphqlScenarios: readonly Scenario[] = [
  {
    name: 'GraphQL, read',
    roundTrips: 2,
    events: {},
    isOurs: true,
    prepare: async (setting, workers) =>
      (await makeUsers(setting, workers)).map((id) => async () => {
        const { user } = await call<{ user: { id: string } | null }>(setting, READ, { id });
        if (user?.id !== id) throw new Error('The user was not found.');
      }),
  },
  {
    name: 'GraphQL, write',
    roundTrips: 4,
    events: { UPDATED: 1 },
    isOurs: true,
    prepare: async (setting, workers) =>
      (await makeUsers(setting, workers)).map((id) => () => call(setting, WRITE, { id, name: randomText() })),
  },
];
