import express from 'express';
import session from 'express-session';
import grant from 'grant';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;

const config = {
  defaults: { origin: `http://localhost:${PORT}`, transport: 'session', state: true },
  passgraph: {
    oauth: 2,
    authorize_url: `${ISSUER}/oidc/authorize`,
    access_url: `${ISSUER}/oidc/token`,
    profile_url: `${ISSUER}/oidc/userinfo`,
    key: CLIENT_ID,
    secret: CLIENT_SECRET,
    scope: ['openid', 'profile', 'email'],
    scope_delimiter: ' ',
    nonce: true,
    callback: '/',
    response: ['tokens', 'jwt', 'profile'],
  },
};

const app = express();
app.use(session({ secret: 'of this check', resave: false, saveUninitialized: true }));
app.use(grant.express(config));
app.get('/', (request, response) => {
  const { jwt, profile, ...others } = request.session.grant.response;
  response.json({ claims: jwt?.id_token.payload, userinfo: profile, others });
});
app.listen(PORT);
