import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const origin = `http://localhost:${PORT}`;

const http = { execute: [client.allowInsecureRequests] };
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, http);

const app = express();
app.use(session({ secret: 'of this check', resave: false, saveUninitialized: true }));

app.get('/login', async (request, response) => {
  const verifier = client.randomPKCECodeVerifier();
  request.session.verifier = verifier;
  const parameters = {
    redirect_uri: `${origin}/callback`,
    scope: 'openid email profile offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  response.redirect(client.buildAuthorizationUrl(config, parameters).href);
});

app.get('/callback', async (request, response) => {
  const url = new URL(request.originalUrl, origin);
  const checks = { pkceCodeVerifier: request.session.verifier, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(config, url, checks);
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  request.session.idToken = tokens.id_token;
  response.json({ claims, userinfo, refreshed: refreshed.claims().sub });
});

app.get('/logout', (request, response) => {
  response.redirect(client.buildEndSessionUrl(config, { id_token_hint: request.session.idToken }).href);
});

app.listen(PORT);
