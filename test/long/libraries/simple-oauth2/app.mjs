import { randomUUID } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import { AuthorizationCode } from 'simple-oauth2';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const redirectUri = `http://localhost:${PORT}/callback`;

const client = new AuthorizationCode({
  client: { id: CLIENT_ID, secret: CLIENT_SECRET },
  auth: { tokenHost: ISSUER, tokenPath: '/oidc/token', authorizePath: '/oidc/authorize' },
});

const app = express();
app.use(session({ secret: 'of this check', resave: false, saveUninitialized: true }));

app.get('/login', (request, response) => {
  request.session.state = randomUUID();
  const { state } = request.session;
  const scope = 'openid email profile offline_access';
  response.redirect(client.authorizeURL({ redirect_uri: redirectUri, scope, state }));
});

app.get('/callback', async (request, response) => {
  if (request.query.state !== request.session.state) throw new Error('The state is another one.');
  const tokens = await client.getToken({ code: request.query.code, redirect_uri: redirectUri });
  const refreshed = await tokens.refresh();
  const headers = { authorization: `Bearer ${refreshed.token.access_token}` };
  const userinfo = await (await fetch(`${ISSUER}/oidc/userinfo`, { headers })).json();
  response.json({ userinfo, refreshed: userinfo.sub });
});

app.listen(PORT);
