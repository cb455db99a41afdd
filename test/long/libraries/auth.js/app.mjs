import { ExpressAuth, getSession } from '@auth/express';
import express from 'express';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;

const config = {
  secret: 'the secret of this check, which nothing else knows',
  trustHost: true,
  providers: [
    {
      id: 'passgraph',
      name: 'Passgraph',
      type: 'oidc',
      issuer: ISSUER,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
    },
  ],
  callbacks: {
    jwt: ({ token, profile }) => (profile === undefined ? token : { ...token, claims: profile }),
    session: ({ session, token }) => ({ ...session, claims: token.claims }),
  },
};

const app = express();
app.set('trust proxy', true);
app.use('/auth/*', ExpressAuth(config));
app.get('/', async (request, response) => response.json(await getSession(request, config)));
app.listen(PORT);
