import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { AsymmetricAlg } from '../../../src/model/server/signing-key.js';
import { freePort } from '../../support/free-port.js';
import { newUserAgent } from '../../support/user-agent.js';
import { type Contender, startContender } from '../contender.js';
import { makeRequestKey } from '../request-key.js';
import { authorizationParameters } from '../scenarios/requests.js';
import type { Person, Setting } from '../scenarios/scenario.js';
import { PEOPLE } from '../settle.js';
import { formSignIn } from '../sign-in.js';

/** Starts node-oidc-provider, with its store in memory unless `file` names an SQLite file, and signs users in. */
export async function startOidcProvider(alg: AsymmetricAlg, file?: string): Promise<Setting<Contender>> {
  const port = String(await freePort());
  const origin = `http://localhost:${port}`;
  const secret = randomBytes(32).toString('base64url');
  const { privateKey } = await generateKeyPair(alg, { modulusLength: 3072, extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), use: 'sig', alg };
  const { jwks, sign } = await makeRequestKey();
  const target = await startContender(origin, new URL('server.js', import.meta.url).pathname, {
    cwd: process.cwd(),
    env: {
      BENCH_PORT: port,
      CLIENT_SECRET: secret,
      SIGNING_KEY: JSON.stringify(signingKey),
      REQUEST_KEYS: JSON.stringify(jwks),
      ...(file !== undefined && { BENCH_FILE: file }),
    },
  });
  const client = { id: 'bench', secret };
  const people: Person[] = [];
  for (let place = 0; place < PEOPLE; place += 1) people.push(await makePerson(origin, `user-${place}`));
  return {
    target,
    people,
    client,
    machine: client,
    opaqueMachine: client,
    signer: { id: 'signer', secret, sign },
    authorizePath: '/auth',
    tokenPath: '/token',
    userinfoPath: '/me',
    introspectPath: '/token/introspection',
    jwksPath: '/jwks',
  };
}

/** Signs a user in with the form that node-oidc-provider has for development. It knows every user. */
async function makePerson(origin: string, username: string): Promise<Person> {
  const agent = newUserAgent(origin);
  const query = new URLSearchParams(authorizationParameters({ id: 'bench', secret: '' }, 'openid'));
  const page = await agent.get(`/auth?${query}`);
  const sent = await agent.postForm(page.location?.href ?? '', { prompt: 'login', login: username, password: 'x' });
  await agent.follow(sent.location?.href ?? '');
  return { cookie: await agent.jar.getCookieString(origin), signIn: formSignIn(username) };
}
