import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import express from 'express';
import session from 'express-session';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', CLIENT_ID = 'bff', CLIENT_SECRET, PORT = '4000' } = process.env;
const { ORIGIN = `http://localhost:${PORT}`, SESSION_SECRET = randomBytes(32).toString('hex') } = process.env;
if (!CLIENT_SECRET) throw new Error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');

// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
const passgraph = await oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, options);

const app = express();
app.set('trust proxy', 'loopback');
app.use(
  session({
    secret: SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { sameSite: 'lax', secure: 'auto' },
  }),
);

app.get('/bff/login', async (request, response) => {
  const signIn = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  request.session.signIn = signIn;
  const url = oidc.buildAuthorizationUrl(passgraph, {
    redirect_uri: `${ORIGIN}/bff/callback`,
    scope: 'openid profile email groups offline_access', // offline_access: with a refresh token
    state: signIn.state,
    nonce: signIn.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(signIn.verifier),
    code_challenge_method: 'S256',
  });
  response.redirect(url.href);
});

app.get('/bff/callback', async (request, response) => {
  const { signIn } = request.session;
  if (!signIn) throw new Error('This browser did not start a sign-in.');
  delete request.session.signIn;
  const tokens = await oidc.authorizationCodeGrant(passgraph, new URL(request.originalUrl, ORIGIN), {
    expectedState: signIn.state,
    expectedNonce: signIn.nonce,
    pkceCodeVerifier: signIn.verifier,
    idTokenExpected: true,
  });
  await promisify(request.session.regenerate).call(request.session); // a new session id at every sign-in
  request.session.claims = tokens.claims();
  request.session.idToken = tokens.id_token;
  storeTokens(request, tokens);
  response.redirect('/');
});

// Another site cannot send this header. So it cannot use the cookie of a user, even if a browser ignores SameSite.
app.use(['/bff', '/api'], (request, response, next) => {
  if (request.get('x-requested-with') === 'bff') return next();
  response.status(403).json({ problem: 'The header X-Requested-With is missing.' });
});

app.get('/bff/session', (request, response) => {
  const { claims, problem } = request.session;
  delete request.session.problem;
  if (!claims) return response.json({ problem });
  const { name, preferred_username, email = '–', groups = [] } = claims;
  response.json({ user: { name: name ?? preferred_username, email, groups } });
});

app.post('/bff/logout', async (request, response) => {
  const { idToken } = request.session;
  await promisify(request.session.destroy).call(request.session);
  // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
  const parameters = { post_logout_redirect_uri: `${ORIGIN}/`, id_token_hint: idToken };
  response.json({ next: idToken ? oidc.buildEndSessionUrl(passgraph, parameters).href : '/' });
});

// Calls an API for the browser, with the access token. Put your API here instead of the userinfo endpoint.
app.get('/api/profile', async (request, response) => {
  if (!request.session.claims) return response.status(401).json({ problem: 'Sign in first.' });
  const accessToken = await getAccessToken(request);
  response.json(await oidc.fetchUserInfo(passgraph, accessToken, request.session.claims.sub));
});

app.use(express.static(join(import.meta.dirname, 'public')));

app.use((error, request, response, _next) => {
  console.error(error);
  // An error of OAuth has a code. An error of the library has its reason in `cause`.
  const reason = [error.error, error.error_description ?? error.cause?.message ?? error.message].filter(Boolean);
  const problem = reason.join(': ');
  if (request.path !== '/bff/callback') return response.status(502).json({ problem });
  request.session.problem = problem;
  response.redirect('/');
});

app.listen(Number(PORT), 'localhost', (error) => {
  if (error) throw error;
  console.log(`Open ${ORIGIN}`);
});

/** Returns an access token that is still valid for some seconds. */
async function getAccessToken(request) {
  const { access, refresh, freshUntil } = request.session.tokens;
  if (Date.now() < freshUntil) return access;
  return storeTokens(request, await oidc.refreshTokenGrant(passgraph, refresh));
}

/** Every use of a refresh token replaces it, so the session keeps the new one. */
function storeTokens(request, { access_token: access, refresh_token: refresh, expires_in }) {
  request.session.tokens = { access, refresh, freshUntil: Date.now() + (expires_in - 10) * 1000 };
  return access;
}
