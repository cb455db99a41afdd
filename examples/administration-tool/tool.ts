import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import * as oidc from 'openid-client';
import { AdminRequestError, createAdminClient, everyNode } from 'passgraph-admin';

const { ISSUER = 'http://localhost:3000' } = process.env;
// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
let config: oidc.Configuration;
try {
  config = await oidc.discovery(new URL(ISSUER), 'admin-tool', {}, oidc.None(), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}

const resource = `${ISSUER}/graphql`;
// Ask only for what the tool does. The user's role limits it further.
const scope = 'openid profile offline_access users:write';
// The tokens are bound to this key, which never leaves the process: a copy of a token is useless.
const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());

let tokens = await signIn({ scope, resource }).catch(stop);
console.log(`Signed in as ${tokens.claims()?.preferred_username}`);

/** Opens the browser for a sign-in, and waits for its answer at a free port of the loopback interface (RFC 8252). */
async function signIn(parameters: Record<string, string>) {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const redirect_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  const [state, verifier] = [oidc.randomState(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(config, {
    ...parameters,
    redirect_uri,
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const answer = new Promise<URL>((resolve) => {
    server.on('request', (request, response) => {
      const target = new URL(request.url ?? '/', redirect_uri);
      // Other programs on this machine can send requests here, but they do not know the state.
      const isAnswer = target.pathname === '/callback' && target.searchParams.get('state') === state;
      if (!isAnswer) return response.writeHead(404).end();
      response.end('You can close this window.');
      resolve(target);
    });
  });
  console.log(`Sign in at ${url.href}`);
  if (process.stdout.isTTY) {
    const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
    spawn(opener, [url.href], { detached: true, stdio: 'ignore' }).on('error', () => {});
  }
  try {
    const maxAge = parameters.max_age === undefined ? undefined : Number(parameters.max_age);
    const checks = { expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: true, maxAge };
    const { resource = '' } = parameters;
    return await oidc.authorizationCodeGrant(config, await answer, checks, { resource }, { DPoP });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Renews the access token half a minute before it expires. */
async function accessToken(): Promise<string> {
  if ((tokens.expiresIn() ?? 0) > 30) return tokens.access_token;
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', { resource }, { DPoP });
  tokens = Object.assign(renewed, { id_token: renewed.id_token ?? tokens.id_token });
  return tokens.access_token;
}

const admin = createAdminClient({
  url: ISSUER,
  fetch: async (url, { body, headers } = {}) =>
    oidc
      .fetchProtectedResource(
        config,
        await accessToken(),
        new URL(String(url)),
        'POST',
        String(body),
        new Headers(headers),
        { DPoP },
      )
      // The API says in the body why it refuses a token.
      .catch((error) => (error instanceof oidc.WWWAuthenticateChallengeError ? error.response : Promise.reject(error))),
});

/** Makes a change. If it needs a fresh sign-in, the same user signs in again, and the change is repeated. */
async function change<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof AdminRequestError) || error.maxAge === undefined) throw error;
    const again = { scope, resource, max_age: String(error.maxAge), id_token_hint: tokens.id_token ?? '' };
    const before = tokens;
    tokens = await signIn(again);
    await revoke(before);
    return make();
  }
}

const commands: Record<string, (username: string) => Promise<void>> = {
  users: async () => {
    for await (const { username, name } of everyNode((page) => admin.users(page))) console.log(username, name ?? '');
  },
  link: async (username) => {
    if (username === '') return console.log('Write a username after link, such as: link ada');
    const user = await admin.userByUsername({ username });
    if (user === null) return console.log(`There is no user ${username}.`);
    const { enrolmentLink } = await change(() => admin.createEnrolmentLink({ userId: user.id }));
    console.log(enrolmentLink.url);
  },
};

console.log(`Commands: ${Object.keys(commands).join(', ')}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [name = '', username = ''] = line.trim().split(' ');
  try {
    await (commands[name] ?? (async () => console.log(`There is no command ${name}.`)))(username);
  } catch (error) {
    console.error(error instanceof AdminRequestError ? `${error.code}: ${error.message}` : error);
  }
}
await revoke(tokens);

/** Ends the access of the tool, so that no token remains that another program could find. */
async function revoke({ refresh_token, access_token }: Awaited<ReturnType<typeof signIn>>): Promise<void> {
  await oidc.tokenRevocation(config, refresh_token ?? access_token);
}

function stop(error: unknown): never {
  console.error(`Not signed in: ${error instanceof oidc.AuthorizationResponseError ? error.error : error}`);
  process.exit(1);
}
