import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import session from '@fastify/session';
import fastify from 'fastify';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', CLIENT_ID = 'fastify', CLIENT_SECRET, PORT = '4000' } = process.env;
const { ORIGIN = `http://localhost:${PORT}`, SESSION_SECRET = randomBytes(32).toString('hex') } = process.env;
if (!CLIENT_SECRET) throw new Error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');

// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
const passgraph = await oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, options);

const app = fastify({ logger: { level: 'warn' }, trustProxy: 'loopback' });
await app.register(cookie);
await app.register(formbody);
await app.register(session, {
  secret: SESSION_SECRET,
  saveUninitialized: false,
  cookie: { sameSite: 'lax', secure: 'auto' },
});

app.get('/', async (request, reply) => {
  const { user } = request.session;
  reply.type('text/html');
  if (!user) return '<a href="/login">Sign in</a>';
  return html`<h1>Hello ${user.name}</h1>
    <p>E-mail: ${user.email}</p>
    <p>Groups: ${user.groups.join(', ')}</p>
    <form method="post" action="/logout"><button>Sign out</button></form>`;
});

app.get('/login', async (request, reply) => {
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
  return reply.redirect(url.href);
});

app.get('/callback', async (request, reply) => {
  const { signIn } = request.session;
  if (!signIn) throw new Error('This browser did not start a sign-in.');
  request.session.signIn = undefined;
  const tokens = await oidc.authorizationCodeGrant(passgraph, new URL(request.url, ORIGIN), {
    expectedState: signIn.state,
    expectedNonce: signIn.nonce,
    pkceCodeVerifier: signIn.verifier,
    idTokenExpected: true,
  });
  const { sub, name, preferred_username, email = '–', groups = [] } = tokens.claims();
  await request.session.regenerate(); // a new session id at every sign-in
  request.session.user = { sub, name: name ?? preferred_username, email, groups };
  request.session.idToken = tokens.id_token;
  return reply.redirect('/');
});

app.post('/logout', async (request, reply) => {
  const { idToken } = request.session;
  await request.session.destroy();
  if (!idToken) return reply.redirect('/');
  // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
  const parameters = { post_logout_redirect_uri: `${ORIGIN}/`, id_token_hint: idToken };
  return reply.redirect(oidc.buildEndSessionUrl(passgraph, parameters).href);
});

app.setErrorHandler((error, request, reply) => {
  request.log.error(error);
  // An error of OAuth has a code. An error of the library has its reason in `cause`.
  const reason = [error.error, error.error_description ?? error.cause?.message ?? error.message].filter(Boolean);
  reply.status(400).type('text/html');
  return html`<p>Not signed in: ${reason.join(': ')}</p> <a href="/login">Sign in</a>`;
});

await app.listen({ port: Number(PORT), host: 'localhost' });
console.log(`Open ${ORIGIN}`);

/** Escapes the inserted values: a user can choose any name. */
function html(strings, ...values) {
  const escaped = values.map((value) => String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`));
  return String.raw(strings, ...escaped);
}
