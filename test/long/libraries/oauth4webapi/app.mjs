import express from 'express';
import session from 'express-session';
import * as oauth from 'oauth4webapi';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const origin = `http://localhost:${PORT}`;
const redirectUri = `${origin}/callback`;

const issuer = new URL(ISSUER);
const http = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http));
const client = { client_id: CLIENT_ID };
const authentication = oauth.ClientSecretPost(CLIENT_SECRET);

const app = express();
app.use(session({ secret: 'of this check', resave: false, saveUninitialized: true }));

app.get('/login', async (request, response) => {
  const verifier = oauth.generateRandomCodeVerifier();
  request.session.verifier = verifier;
  const url = new URL(server.authorization_endpoint);
  url.searchParams.set('client_id', client.client_id);
  url.searchParams.set('redirect_uri', redirectUri);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('scope', 'openid email profile offline_access');
  url.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(verifier));
  url.searchParams.set('code_challenge_method', 'S256');
  response.redirect(url.href);
});

app.get('/callback', async (request, response) => {
  const parameters = oauth.validateAuthResponse(server, client, new URL(request.originalUrl, origin));
  const { verifier } = request.session;
  const asked = [server, client, authentication];
  const answer = await oauth.authorizationCodeGrantRequest(...asked, parameters, redirectUri, verifier, http);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, { requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, answer, http);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const told = await oauth.userInfoRequest(server, client, tokens.access_token, http);
  const userinfo = await oauth.processUserInfoResponse(server, client, claims.sub, told);
  const again = await oauth.refreshTokenGrantRequest(...asked, tokens.refresh_token, http);
  const refreshed = await oauth.processRefreshTokenResponse(server, client, again);
  response.json({ claims, userinfo, refreshed: oauth.getValidatedIdTokenClaims(refreshed).sub });
});

app.listen(PORT);
