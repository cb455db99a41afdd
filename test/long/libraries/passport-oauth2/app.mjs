import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;

passport.use(
  new OAuth2Strategy(
    {
      authorizationURL: `${ISSUER}/oidc/authorize`,
      tokenURL: `${ISSUER}/oidc/token`,
      clientID: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      callbackURL: `http://localhost:${PORT}/callback`,
      scope: ['openid', 'profile', 'email'],
      state: true,
    },
    (accessToken, _refreshToken, _profile, done) => {
      fetch(`${ISSUER}/oidc/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } })
        .then((answer) => answer.json())
        .then((userinfo) => done(null, { userinfo }), done);
    },
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: 'of this check', resave: false, saveUninitialized: false }));
app.use(passport.session());
app.get('/login', passport.authenticate('oauth2'));
app.get('/callback', passport.authenticate('oauth2', { successRedirect: '/', failWithError: true }));
app.get('/', (request, response) => response.json(request.user ?? null));
app.listen(PORT);
