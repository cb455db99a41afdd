import { betterAuth } from 'better-auth';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { genericOAuth } from 'better-auth/plugins';
import express from 'express';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;

// Without a database, better-auth keeps its users in memory.
const auth = betterAuth({
  baseURL: `http://localhost:${PORT}`,
  secret: 'the secret of this check, which nothing else knows',
  plugins: [
    genericOAuth({
      config: [
        {
          providerId: 'passgraph',
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          discoveryUrl: `${ISSUER}/.well-known/openid-configuration`,
          scopes: ['openid', 'email', 'profile'],
        },
      ],
    }),
  ],
});

const app = express();
app.all('/api/auth/{*path}', toNodeHandler(auth));
app.get('/login', async (_request, response) => {
  const body = { provider: 'passgraph', callbackURL: '/' };
  const started = await auth.api.signInSocial({ body, returnHeaders: true });
  response.setHeader('set-cookie', started.headers.getSetCookie());
  response.redirect(started.response.url);
});
app.get('/', async (request, response) => {
  const headers = fromNodeHeaders(request.headers);
  const session = await auth.api.getSession({ headers });
  const accounts = await auth.api.listUserAccounts({ headers });
  response.json({ userinfo: { sub: accounts[0].accountId, ...session.user } });
});
app.listen(PORT);
