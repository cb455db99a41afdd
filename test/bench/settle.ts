import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { newUserAgent } from '../support/user-agent.js';
import { callGraphql } from './call-graphql.js';
import type { Target } from './contender.js';
import { makeRequestKey } from './request-key.js';
import { REDIRECT_URI } from './scenarios/requests.js';
import type { Person, Setting } from './scenarios/scenario.js';
import { passkeySignIn } from './sign-in.js';

const CLIENT = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { clientSecret } }';
const SCOPES = `mutation {
  jwt: putScope(input: { name: "api:read", resource: "https://api.example" }) { scope { name } }
  opaque: putScope(input: { name: "api:opaque", resource: "https://opaque.example" }) { scope { name } }
}`;
const API_KEY = 'mutation { createApiKey(input: { name: "Bench", permissions: ["*"] }) { key } }';
const USER = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { enrolmentLink { url } } }';

/** As many as there are workers. */
export const PEOPLE = 16;

type Graphql = <Data>(query: string, variables?: object) => Promise<Data>;

/** Creates the clients and the users on a running server, and signs the users in. */
export async function settle<T extends Target>(target: T, key: string, alg: AsymmetricAlg): Promise<Setting<T>> {
  const graphql: Graphql = (query, variables = {}) => callGraphql(target, key, query, variables);
  await graphql(SCOPES);
  const { createApiKey } = await graphql<{ createApiKey: { key: string } }>(API_KEY);
  const clients = await makeClients(graphql, alg);
  const people: Person[] = [];
  for (let place = 0; place < PEOPLE; place += 1) people.push(await makePerson(target, graphql, `user-${place}`));
  return {
    ...clients,
    target,
    people,
    authorizePath: '/oidc/authorize',
    tokenPath: '/oidc/token',
    userinfoPath: '/oidc/userinfo',
    introspectPath: '/oidc/introspect',
    jwksPath: '/oidc/jwks',
    passgraph: { basicPath: '/auth/login/basic', apiKey: createApiKey.key },
  };
}

async function makeClients(graphql: Graphql, alg: AsymmetricAlg) {
  const makeClient = async (id: string, input: object) => {
    const answer = await graphql<{ createClient: { clientSecret: string } }>(CLIENT, {
      input: { id, name: id, ...input },
    });
    return { id, secret: answer.createClient.clientSecret };
  };
  const web = { accessPolicy: 'ALL_USERS', redirectUris: [REDIRECT_URI], idTokenSignedResponseAlg: alg };
  const { jwks, sign } = await makeRequestKey();
  await makeClient('basic', { accessPolicy: 'ALL_USERS', redirectUris: [REDIRECT_URI], integrations: ['BASIC'] });
  return {
    client: await makeClient('bench', web),
    signer: { ...(await makeClient('signer', { ...web, jwks, requestObjectSigningAlg: 'ES256' })), sign },
    machine: await makeClient('machine', {
      grantTypes: ['CLIENT_CREDENTIALS'],
      accessTokenFormat: 'JWT',
      accessTokenSigningAlg: alg,
      scopes: ['api:read'],
    }),
    opaqueMachine: await makeClient('opaque', { grantTypes: ['CLIENT_CREDENTIALS'], scopes: ['api:opaque'] }),
  };
}

/** Creates a user with a passkey, who is then signed in. */
async function makePerson({ origin }: Target, graphql: Graphql, username: string): Promise<Person> {
  const { createUser } = await graphql<{ createUser: { enrolmentLink: { url: string } } }>(USER, {
    input: { username, name: username, email: `${username}@example.com`, enrolmentLink: true },
  });
  const agent = newUserAgent(origin);
  const enrolment = createUser.enrolmentLink.url.split('/').at(-1);
  const options = await agent.postJson('/passkeys/registration/options', { enrolment });
  const authenticator = softwareAuthenticator({ origin });
  const credential = authenticator.create(
    options.json<PublicKeyCredentialCreationOptionsJSON & Record<string, unknown>>(),
  );
  await agent.postJson('/passkeys/registration/verify', credential);
  return { cookie: await agent.jar.getCookieString(origin), signIn: passkeySignIn(authenticator) };
}
