import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { exportJWK, generateKeyPair } from 'jose';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';
import { freePort } from '../support/free-port.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { newUserAgent } from '../support/user-agent.js';
import { type Contender, startContender, type Target } from './contender.js';
import type { Setting } from './scenarios.js';
import { formSignIn, passkeySignIn } from './sign-in.js';

const CLIENT = `mutation ($input: CreateClientInput!) { createClient(input: $input) { clientSecret } }`;
const SCOPES = `mutation {
  jwt: putScope(input: { name: "api:read", resource: "https://api.example" }) { scope { name } }
  opaque: putScope(input: { name: "api:opaque", resource: "https://opaque.example" }) { scope { name } }
}`;
const USER = `mutation { createUser(input: { username: "ada", name: "Ada", email: "ada@example.com", enrolmentLink: true }) { enrolmentLink { url } } }`;

/** Starts Passgraph in a process of its own, on this database. `key` is an API key with all permissions. */
export async function startServer(
  databaseUrl: string,
  secretKey = randomBytes(32).toString('base64url'),
  flags?: readonly string[],
): Promise<{ contender: Contender; key: string }> {
  const port = String(await freePort());
  const key = randomBytes(32).toString('base64url');
  const contender = await startContender(
    `http://localhost:${port}`,
    new URL('../../src/main.js', import.meta.url).pathname,
    {
      cwd: await mkdtemp(join(tmpdir(), 'passgraph-bench-')),
      flags,
      env: {
        PORT: port,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: secretKey,
        BOOTSTRAP_API_KEY: key,
        LOG_LEVEL: 'warn',
        // Each simulated browser has an address of its own.
        TRUST_PROXY: '1',
      },
    },
  );
  return { contender, key };
}

/** Starts Passgraph with a client for users, one for machines, and a user who is signed in. */
export async function startPassgraph(
  databaseUrl: string,
  alg: AsymmetricAlg,
  flags?: readonly string[],
): Promise<Setting<Contender>> {
  const { contender, key } = await startServer(databaseUrl, undefined, flags);
  return settle(contender, key, alg);
}

/** Runs one operation of the administration API. */
export async function callGraphql<Data>(target: Target, key: string, query: string, variables: object): Promise<Data> {
  const { text } = await target.send({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
    expect: 200,
  });
  const { data, errors } = JSON.parse(text);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Creates the clients and the user on a running server, and signs the user in. */
export async function settle<T extends Target>(target: T, key: string, alg: AsymmetricAlg): Promise<Setting<T>> {
  const { origin } = target;
  const graphql = <Data>(query: string, variables: object = {}): Promise<Data> =>
    callGraphql(target, key, query, variables);
  await graphql(SCOPES);
  const makeClient = async (input: object) => {
    const { createClient } = await graphql<{ createClient: { clientSecret: string } }>(CLIENT, { input });
    return createClient.clientSecret;
  };
  const secret = await makeClient({
    id: 'bench',
    name: 'Bench',
    accessPolicy: 'ALL_USERS',
    redirectUris: ['https://app.example/callback'],
    idTokenSignedResponseAlg: alg,
  });
  const machineSecret = await makeClient({
    id: 'machine',
    name: 'Machine',
    grantTypes: ['CLIENT_CREDENTIALS'],
    accessTokenFormat: 'JWT',
    accessTokenSigningAlg: alg,
    scopes: ['api:read'],
  });
  const opaqueSecret = await makeClient({
    id: 'opaque',
    name: 'Opaque',
    grantTypes: ['CLIENT_CREDENTIALS'],
    scopes: ['api:opaque'],
  });
  const { createUser } = await graphql<{ createUser: { enrolmentLink: { url: string } } }>(USER);
  const agent = newUserAgent(origin);
  const enrolment = createUser.enrolmentLink.url.split('/').at(-1);
  const options = await agent.postJson('/passkeys/registration/options', { enrolment });
  const authenticator = softwareAuthenticator({ origin });
  const credential = authenticator.create(
    options.json<PublicKeyCredentialCreationOptionsJSON & Record<string, unknown>>(),
  );
  await agent.postJson('/passkeys/registration/verify', credential);
  return {
    target,
    cookie: await agent.jar.getCookieString(origin),
    client: { id: 'bench', secret },
    machine: { id: 'machine', secret: machineSecret },
    opaqueMachine: { id: 'opaque', secret: opaqueSecret },
    signIn: passkeySignIn(authenticator),
    authorizePath: '/oidc/authorize',
    tokenPath: '/oidc/token',
    userinfoPath: '/oidc/userinfo',
    introspectPath: '/oidc/introspect',
    jwksPath: '/oidc/jwks',
  };
}

/** Starts node-oidc-provider, with its store in memory unless `file` names an SQLite file, and signs a user in. */
export async function startOidcProvider(alg: AsymmetricAlg, file?: string): Promise<Setting<Contender>> {
  const port = String(await freePort());
  const origin = `http://localhost:${port}`;
  const secret = randomBytes(32).toString('base64url');
  const { privateKey } = await generateKeyPair(alg, { modulusLength: 3072, extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), use: 'sig', alg };
  const target = await startContender(origin, new URL('oidc-provider-server.js', import.meta.url).pathname, {
    cwd: process.cwd(),
    env: {
      BENCH_PORT: port,
      CLIENT_SECRET: secret,
      SIGNING_KEY: JSON.stringify(signingKey),
      ...(file !== undefined && { BENCH_FILE: file }),
    },
  });
  const agent = newUserAgent(origin);
  const query = new URLSearchParams({
    client_id: 'bench',
    response_type: 'code',
    redirect_uri: 'https://app.example/callback',
    scope: 'openid',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  });
  const page = await agent.get(`/auth?${query}`);
  const form = { prompt: 'login', login: 'ada', password: 'ada' };
  const sent = await agent.postForm(page.location?.href ?? '', form);
  await agent.follow(sent.location?.href ?? '');
  return {
    target,
    cookie: await agent.jar.getCookieString(origin),
    client: { id: 'bench', secret },
    machine: { id: 'bench', secret },
    opaqueMachine: { id: 'bench', secret },
    signIn: formSignIn,
    authorizePath: '/auth',
    tokenPath: '/token',
    userinfoPath: '/me',
    introspectPath: '/token/introspection',
    jwksPath: '/jwks',
  };
}
