import { randomUUID } from 'node:crypto';
import express from 'express';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', PORT = '4000', CLIENT_ID = 'notes', CLIENT_SECRET } = process.env;
if (!CLIENT_SECRET) {
  console.error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');
  process.exit(1);
}
const origin = `http://localhost:${PORT}`;
const redirect_uri = `${origin}/callback`;

// The issuer's discovery document has every other address. Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
let config;
try {
  config = await oidc.discovery(new URL(ISSUER), CLIENT_ID, {}, oidc.ClientSecretBasic(CLIENT_SECRET), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}

const sessions = new Map(); // by cookie, in memory: use your framework's sessions in production

function cookieOf(request) {
  return /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
}

function startSession(request, response, session) {
  sessions.delete(cookieOf(request));
  const id = randomUUID(); // a new id at every sign-in, so that an attacker cannot plant one
  sessions.set(id, session);
  response.cookie('session', id, { httpOnly: true, sameSite: 'lax' });
}

const app = express();

app.get('/', (request, response) => {
  const user = sessions.get(cookieOf(request))?.user;
  if (!user) return response.send('<a href="/login">Sign in</a>');
  response.send(
    `Hello ${user.name}, you are ${user.sub}. <form method="post" action="/logout"><button>Sign out</button></form>`,
  );
});

app.get('/login', async (request, response) => {
  const state = oidc.randomState();
  const verifier = oidc.randomPKCECodeVerifier();
  startSession(request, response, { state, verifier });
  const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
  const parameters = { redirect_uri, state, scope: 'openid profile', code_challenge, code_challenge_method: 'S256' };
  response.redirect(oidc.buildAuthorizationUrl(config, parameters).href);
});

app.get('/callback', async (request, response) => {
  const { state, verifier } = sessions.get(cookieOf(request)) ?? {};
  if (!state)
    return response.status(400).send('This browser did not start a sign-in. <a href="/login">Start again</a>');
  try {
    const url = new URL(request.originalUrl, origin);
    const tokens = await oidc.authorizationCodeGrant(config, url, { expectedState: state, pkceCodeVerifier: verifier });
    const { sub, preferred_username } = tokens.claims();
    startSession(request, response, { user: { sub, name: preferred_username }, idToken: tokens.id_token });
    response.redirect('/');
  } catch (error) {
    const { error: code, error_description, cause, message } = error;
    const reason = [code, error_description ?? cause?.message ?? message].filter(Boolean).join(': ');
    response.status(400).type('text').send(`Not signed in: ${reason}`);
  }
});

app.post('/logout', (request, response) => {
  const { idToken } = sessions.get(cookieOf(request)) ?? {};
  sessions.delete(cookieOf(request));
  if (!idToken) return response.redirect('/');
  // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
  const parameters = { post_logout_redirect_uri: `${origin}/`, id_token_hint: idToken };
  response.redirect(oidc.buildEndSessionUrl(config, parameters).href);
});

app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.log(`Open ${origin}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
