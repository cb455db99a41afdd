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
  /**
   * Registers an application of the catalogue for all users, and returns what has to be entered there. The value `url`
   * is left out if the template has no such field.
   */
  createFromTemplate(templateId: string, values: Readonly<Record<string, string>>): Promise<FromTemplate>;
  /** Makes the user a member of the group, or takes them out of it. */
  setMembership(groupId: string, isMember: boolean): Promise<void>;
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

/** What the catalogue says for a product, with the values of this check. */
export interface Pasted {
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly files: readonly { readonly name: string; readonly format: string; readonly text: string }[];
}

export interface FromTemplate {
  readonly client: RegisteredClient;
  readonly pasted: Pasted;
}

const CREATE_CLIENT = `mutation ($redirectUris: [String!]!) {
  createClient(input: { name: "Application", redirectUris: $redirectUris, accessPolicy: ALL_USERS }) {
    client { id } clientSecret
  }
}`;
const CREATE_FROM_TEMPLATE = `mutation ($input: CreateClientFromTemplateInput!) {
  createClientFromTemplate(input: $input) {
    client { id } clientSecret settings { name value } files { name format text }
  }
}`;
const TEMPLATE_FIELDS = 'query ($id: ID!) { applicationTemplate(id: $id) { fields { name } } }';
const CREATE_GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';
const UPDATE_GROUP = 'mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { group { id } } }';
const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;
/** The groups that a check may use. The user is a member of the second one. */
const GROUPS = ['admins', 'staff'];
const ADA = { username: 'ada', email: 'ada@example.com', emailVerified: true, name: 'Ada Lovelace' };

export async function startRealServer(): Promise<Server> {
  const { contender, key } = await startServer('sqlite::memory:');
  const graphql = <Data>(query: string, variables: object) => callGraphql<Data>(contender, key, query, variables);
  const { createUser } = await graphql<{ createUser: { user: { id: string }; enrolmentLink: { url: string } } }>(
    CREATE_USER,
    { input: { ...ADA, enrolmentLink: true } },
  );
  const { authenticator } = await enrol(contender, createUser.enrolmentLink.url);
  const userId = createUser.user.id;
  const setMembership: Server['setMembership'] = async (id, isMember) => {
    await graphql(UPDATE_GROUP, { input: { id, [isMember ? 'addMemberIds' : 'removeMemberIds']: [userId] } });
  };
  for (const id of GROUPS) await graphql(CREATE_GROUP, { input: { id, name: id } });
  await setMembership('staff', true);
  return {
    issuer: contender.origin,
    user: { id: userId, ...ADA },
    createClient: async (redirectUris) => {
      const { createClient } = await graphql<{ createClient: { client: { id: string }; clientSecret: string } }>(
        CREATE_CLIENT,
        { redirectUris },
      );
      return { id: createClient.client.id, secret: createClient.clientSecret };
    },
    createFromTemplate: async (templateId, { url, ...values }) => {
      const { applicationTemplate } = await graphql<{ applicationTemplate: { fields: { name: string }[] } }>(
        TEMPLATE_FIELDS,
        { id: templateId },
      );
      const hasUrl = applicationTemplate.fields.some(({ name }) => name === 'url');
      const input = {
        templateId,
        accessPolicy: 'ALL_USERS',
        values: Object.entries({ ...values, ...(hasUrl && { url }) }).map(([name, value]) => ({ name, value })),
      };
      const { createClientFromTemplate: created } = await graphql<{
        createClientFromTemplate: Pasted & { client: { id: string }; clientSecret: string | null };
      }>(CREATE_FROM_TEMPLATE, { input });
      return { client: { id: created.client.id, secret: created.clientSecret ?? '' }, pasted: created };
    },
    setMembership,
    newPerson: () => ({ agent: newUserAgent(contender.origin, navigate), authenticator }),
    stop: () => contender.stop(),
  };
}
