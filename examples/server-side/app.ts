import { randomBytes } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', PORT = '4000', CLIENT_SECRET } = process.env;
if (!CLIENT_SECRET) {
  console.error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');
  process.exit(1);
}
const clientId = 'wiki';
const origin = `http://localhost:${PORT}`;

// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
let config: oidc.Configuration;
try {
  config = await oidc.discovery(new URL(ISSUER), clientId, {}, oidc.ClientSecretBasic(CLIENT_SECRET), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}

interface Tokens {
  access: string;
  refresh: string | undefined;
  /** Epoch milliseconds. */
  freshUntil: number;
}
interface User {
  sub: string;
  /** The session at Passgraph; logout tokens name it. */
  sid: unknown;
  idToken: string;
  tokens: Promise<Tokens>;
}
interface Session {
  /** Sent with the request, and compared with the response. */
  signIn?: { state: string; nonce: string; verifier: string };
  user?: User;
}
const sessions = new Map<string, Session>(); // in memory: use a store that expires them

function cookieOf(request: Request): string {
  return /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

/** Always under a new cookie, so that an attacker cannot plant a session. */
function startSession(response: Response, session: Session): void {
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, session);
  response.cookie('session', id, { httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') });
}

function toTokens(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, previous?: string): Tokens {
  return {
    access: answer.access_token,
    refresh: answer.refresh_token ?? previous, // usually a new one: it replaces the previous one
    freshUntil: Date.now() + ((answer.expiresIn() ?? 0) - 10) * 1000,
  };
}

async function refresh({ refresh }: Tokens): Promise<Tokens> {
  if (refresh === undefined) throw new Error('There is no refresh token.');
  return toTokens(await oidc.refreshTokenGrant(config, refresh), refresh);
}

/** Requests that arrive together share one refresh. */
async function freshAccessToken(user: User): Promise<string> {
  const current = user.tokens;
  const tokens = await current;
  if (Date.now() < tokens.freshUntil) return tokens.access;
  if (user.tokens === current) user.tokens = refresh(tokens);
  return (await user.tokens).access;
}

const app = express();

app.get('/', (request, response) => {
  const user = sessions.get(cookieOf(request))?.user;
  if (!user) return response.send('<a href="/login">Sign in</a>');
  response.send(`Signed in as ${user.sub}. <a href="/me">Me</a> <a href="/logout">Sign out</a>`);
});

app.get('/login', async (_request, response) => {
  const signIn = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  startSession(response, { signIn });
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/callback`,
    scope: 'openid profile email offline_access', // offline_access: with a refresh token
    state: signIn.state,
    nonce: signIn.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(signIn.verifier),
    code_challenge_method: 'S256',
  });
  response.redirect(url.href);
});

app.get('/callback', async (request, response) => {
  const signIn = sessions.get(cookieOf(request))?.signIn;
  sessions.delete(cookieOf(request));
  if (!signIn)
    return response.status(400).send('This browser did not start a sign-in. <a href="/login">Start again</a>');
  try {
    const answer = await oidc.authorizationCodeGrant(config, new URL(request.originalUrl, origin), {
      expectedState: signIn.state,
      expectedNonce: signIn.nonce,
      pkceCodeVerifier: signIn.verifier,
      idTokenExpected: true,
    });
    const { sub, sid } = answer.claims()!;
    startSession(response, {
      user: { sub, sid, idToken: answer.id_token!, tokens: Promise.resolve(toTokens(answer)) },
    });
    response.redirect('/');
  } catch (error) {
    console.error(error);
    // access_denied: the user declined, or is not allowed to use this application.
    const reason = error instanceof oidc.AuthorizationResponseError ? error.error : 'the response is not valid';
    response.status(403).type('text').send(`Not signed in: ${reason}`);
  }
});

app.get('/me', async (request, response) => {
  const user = sessions.get(cookieOf(request))?.user;
  if (!user) return response.redirect('/login');
  try {
    response.json(await oidc.fetchUserInfo(config, await freshAccessToken(user), user.sub));
  } catch {
    // The grant was revoked: the user was disabled, lost the permission, or withdrew the consent.
    sessions.delete(cookieOf(request));
    response.redirect('/login');
  }
});

app.get('/logout', async (request, response) => {
  const user = sessions.get(cookieOf(request))?.user;
  sessions.delete(cookieOf(request));
  if (!user) return response.redirect('/');
  // The refresh token would outlive the session. Sign out here even if the revocation fails.
  const { refresh } = await user.tokens.catch(() => ({ refresh: undefined }));
  if (refresh) await oidc.tokenRevocation(config, refresh).catch(() => {});
  // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
  const parameters = { post_logout_redirect_uri: `${origin}/`, id_token_hint: user.idToken };
  response.redirect(oidc.buildEndSessionUrl(config, parameters).href);
});

// Passgraph calls this when the session ends elsewhere (OpenID Connect Back-Channel Logout).
const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!));
app.post('/backchannel-logout', express.urlencoded(), async (request, response) => {
  try {
    const requiredClaims = ['iat', 'exp', 'jti', 'events'];
    const expected = { issuer: ISSUER, audience: clientId, typ: 'logout+jwt', requiredClaims };
    const { payload } = await jwtVerify(request.body.logout_token, keys, expected);
    const events = payload.events as Record<string, unknown>;
    if (!('http://schemas.openid.net/event/backchannel-logout' in events)) throw new Error('This is no logout token.');
    for (const [id, { user }] of sessions) if (user && user.sid === payload.sid) sessions.delete(id);
    response.sendStatus(200);
  } catch {
    response.sendStatus(400);
  }
});

app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.log(`Open ${origin}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
