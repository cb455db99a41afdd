import express from 'express';
import session from 'express-session';
import { generators, Issuer } from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const origin = `http://localhost:${PORT}`;
const redirectUri = `${origin}/callback`;

const issuer = await Issuer.discover(ISSUER);
const client = new issuer.Client({
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  redirect_uris: [redirectUri],
  response_types: ['code'],
});

const app = express();
app.use(session({ secret: 'of this check', resave: false, saveUninitialized: true }));

app.get('/login', (request, response) => {
  request.session.state = generators.state();
  request.session.nonce = generators.nonce();
  const { state, nonce } = request.session;
  response.redirect(client.authorizationUrl({ scope: 'openid email profile offline_access', state, nonce }));
});

app.get('/callback', async (request, response) => {
  const { state, nonce } = request.session;
  const tokens = await client.callback(redirectUri, client.callbackParams(request), { state, nonce });
  const userinfo = await client.userinfo(tokens);
  const refreshed = await client.refresh(tokens.refresh_token);
  request.session.idToken = tokens.id_token;
  response.json({ claims: tokens.claims(), userinfo, refreshed: refreshed.claims().sub });
});

app.get('/logout', (request, response) => {
  response.redirect(client.endSessionUrl({ id_token_hint: request.session.idToken }));
});

app.listen(PORT);
