import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import express, { type Request } from 'express';
import { type CryptoKey, importJWK } from 'jose';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', PORT = '4000' } = process.env;
const redirect_uri = 'https://bank.example.com/callback';

const jwk = JSON.parse(await readFile('private.jwk', 'utf8'));
const key = { key: (await importJWK(jwk)) as CryptoKey, kid: jwk.kid as string };

// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
const metadata = { id_token_signed_response_alg: 'PS256', authorization_signed_response_alg: 'PS256' };
let config: oidc.Configuration;
try {
  config = await oidc.discovery(new URL(ISSUER), 'bank', metadata, oidc.PrivateKeyJwt(key), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}
oidc.useJwtResponseMode(config); // the authorization response is signed
oidc.enableNonRepudiationChecks(config); // verify the ID token's signature, although it arrived over TLS

interface SignIn {
  state: string;
  nonce: string;
  verifier: string;
  /** A key per sign-in, which never leaves this process. */
  dpop: oidc.DPoPHandle;
}
const signIns = new Map<string, SignIn>(); // in memory: use a store that expires them

function cookieOf(request: Request): string {
  return /(?:^|; )browser=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

const app = express();

app.get('/', async (_request, response) => {
  const dpop = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const browser = randomBytes(32).toString('base64url');
  signIns.set(browser, { state, nonce, verifier, dpop });
  const parameters = {
    redirect_uri,
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    dpop_jkt: await dpop.calculateThumbprint(), // binds the code to the key as well
  };
  const signed = await oidc.buildAuthorizationUrlWithJAR(config, parameters, key);
  const pushed = await oidc.buildAuthorizationUrlWithPAR(config, signed.searchParams, { DPoP: dpop });
  response.cookie('browser', browser, { httpOnly: true, sameSite: 'lax', secure: true });
  response.redirect(pushed.href);
});

app.get('/callback', async (request, response) => {
  const signIn = signIns.get(cookieOf(request));
  signIns.delete(cookieOf(request));
  if (!signIn) return response.status(400).send('This browser did not start a sign-in. <a href="/">Start again</a>');
  const { state, nonce, verifier, dpop: DPoP } = signIn;
  try {
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const url = new URL(request.originalUrl, redirect_uri);
    const tokens = await oidc.authorizationCodeGrant(config, url, checks, undefined, { DPoP });
    const { sub } = tokens.claims()!;
    const user = await oidc.fetchUserInfo(config, tokens.access_token, sub, { DPoP });
    response.send(`Hello ${user.preferred_username}, you are ${sub}`);
  } catch (error) {
    console.error(error);
    const reason = error instanceof oidc.AuthorizationResponseError ? error.error : 'the response is not valid';
    response.status(403).type('text').send(`Not signed in: ${reason}`);
  }
});

app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.log(`Listening at port ${PORT}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
