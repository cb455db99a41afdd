import { randomBytes } from 'node:crypto';
import express, { type Request } from 'express';
import { jwtVerify } from 'jose';

const { ISSUER = 'http://localhost:3000', PORT = '4000', CLIENT_SECRET } = process.env;
if (!CLIENT_SECRET) {
  console.error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');
  process.exit(1);
}
const clientId = 'shop';
const origin = `http://localhost:${PORT}`;
const secret = new TextEncoder().encode(CLIENT_SECRET);

const cookie = { httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') } as const;
type Session = { userId: string; username: string; token: string };
const sessions = new Map<string, Session>(); // in memory: use a store that expires them

function cookieOf(request: Request, name: string): string {
  return new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
}

const app = express();

app.get('/', (request, response) => {
  const user = sessions.get(cookieOf(request, 'session'));
  if (!user) return response.send('<a href="/login">Sign in</a>');
  response.send(`Hello ${user.username}, you are ${user.userId}. <a href="/logout">Sign out</a>`);
});

app.get('/login', (_request, response) => {
  const state = randomBytes(32).toString('base64url');
  response.cookie('state', state, cookie);
  const query = new URLSearchParams({ redirectUri: `${origin}/callback`, state });
  response.redirect(`${ISSUER}/auth/login/${clientId}?${query}`);
});

app.get('/callback', async (request, response) => {
  const expectedState = cookieOf(request, 'state');
  response.clearCookie('state', cookie);
  if (!expectedState || request.query.state !== expectedState) {
    return response.status(400).send('This browser did not start a sign-in. <a href="/login">Start again</a>');
  }
  if (request.query.error) return response.status(403).type('text').send(`Not signed in: ${request.query.error}`);
  try {
    const token = String(request.query.token);
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: new URL(origin).host,
      requiredClaims: ['exp', 'userId', 'username'],
    });
    const session = randomBytes(32).toString('base64url');
    sessions.set(session, { userId: payload.userId as string, username: payload.username as string, token });
    response.cookie('session', session, cookie).redirect('/');
  } catch (error) {
    console.error(error);
    response.status(403).type('text').send('Not signed in: the token is not valid');
  }
});

app.get('/logout', (request, response) => {
  const session = cookieOf(request, 'session');
  const token = sessions.get(session)?.token ?? '';
  sessions.delete(session);
  const query = new URLSearchParams({ redirectUri: `${origin}/`, token });
  response.redirect(`${ISSUER}/auth/logout/${clientId}?${query}`);
});

app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.log(`Open ${origin}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
