import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', PORT = '0' } = process.env; // 0: any free port
// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
let config: oidc.Configuration;
try {
  config = await oidc.discovery(new URL(ISSUER), 'cli', {}, oidc.None(), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}

// The loopback interface only: other machines cannot reach it.
const server = createServer().on('error', ({ message }) => {
  console.error(`Cannot listen at port ${PORT}: ${message}. Set PORT to a free port.`);
  process.exit(1);
});
await new Promise<void>((listening) => server.listen(Number(PORT), '127.0.0.1', listening));
const redirect_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;

const [state, verifier] = [oidc.randomState(), oidc.randomPKCECodeVerifier()];
const url = oidc.buildAuthorizationUrl(config, {
  redirect_uri,
  scope: 'openid profile offline_access',
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
  const tokens = await oidc.authorizationCodeGrant(config, await answer, {
    expectedState: state,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  // Store tokens.refresh_token in the system's keychain. oidc.refreshTokenGrant exchanges it for new tokens.
  console.log(`Signed in as ${tokens.claims()?.preferred_username}`);
} catch (error) {
  const reason = error instanceof oidc.AuthorizationResponseError ? error.error : error;
  console.error(`Not signed in: ${reason}`);
  process.exitCode = 1;
} finally {
  server.close();
  server.closeAllConnections();
}
