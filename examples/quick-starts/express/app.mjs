import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import express from 'express';
import session from 'express-session';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', CLIENT_ID = 'express', CLIENT_SECRET, PORT = '4000' } = process.env;
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

app.get('/', (request, response) => {
  const { user } = request.session;
  if (!user) return response.send('<a href="/login">Sign in</a>');
  response.send(html`<h1>Hello ${user.name}</h1>
    <p>E-mail: ${user.email}</p>
    <p>Groups: ${user.groups.join(', ')}</p>
    <form method="post" action="/logout"><button>Sign out</button></form>`);
});

app.get('/login', async (request, response) => {
  const signIn = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  request.session.signIn = signIn;
  const url = oidc.buildAuthorizationUrl(passgraph, {
    redirect_uri: `${ORIGIN}/callback`,
    scope: 'openid profile email groups',
    state: signIn.state,
    nonce: signIn.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(signIn.verifier),
    code_challenge_method: 'S256',
  });
  response.redirect(url.href);
});

app.get('/callback', async (request, response) => {
  const { signIn } = request.session;
  if (!signIn) return response.status(400).send('This browser did not start a sign-in. <a href="/login">Sign in</a>');
  delete request.session.signIn;
  const tokens = await oidc.authorizationCodeGrant(passgraph, new URL(request.originalUrl, ORIGIN), {
    expectedState: signIn.state,
    expectedNonce: signIn.nonce,
    pkceCodeVerifier: signIn.verifier,
    idTokenExpected: true,
  });
  const { sub, name, preferred_username, email = '–', groups = [] } = tokens.claims();
  await promisify(request.session.regenerate).call(request.session); // a new session id at every sign-in
  request.session.user = { sub, name: name ?? preferred_username, email, groups };
  request.session.idToken = tokens.id_token;
  response.redirect('/');
});

app.post('/logout', async (request, response) => {
  const { idToken } = request.session;
  await promisify(request.session.destroy).call(request.session);
  if (!idToken) return response.redirect('/');
  // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
  const parameters = { post_logout_redirect_uri: `${ORIGIN}/`, id_token_hint: idToken };
  response.redirect(oidc.buildEndSessionUrl(passgraph, parameters).href);
});

app.use((error, _request, response, _next) => {
  console.error(error);
  // An error of OAuth has a code. An error of the library has its reason in `cause`.
  const reason = [error.error, error.error_description ?? error.cause?.message ?? error.message].filter(Boolean);
  response.status(400).send(html`<p>Not signed in: ${reason.join(': ')}</p> <a href="/login">Sign in</a>`);
});

app.listen(Number(PORT), 'localhost', (error) => {
  if (error) throw error;
  console.log(`Open ${ORIGIN}`);
});

/** Escapes the inserted values: a user can choose any name. */
function html(strings, ...values) {
  const escaped = values.map((value) => String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`));
  return String.raw(strings, ...escaped);
}
