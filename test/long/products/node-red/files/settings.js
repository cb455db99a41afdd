const { ISSUER, CLIENT_ID, CLIENT_SECRET, ORIGIN, PORT, DATA, FOLDER } = process.env;
const { Strategy } = require(`${FOLDER}/node_modules/passport-openidconnect`);

module.exports = {
  uiPort: PORT,
  uiHost: 'localhost',
  userDir: DATA,
  adminAuth: {
    type: 'strategy',
    strategy: {
      name: 'openidconnect',
      label: 'Sign in with Passgraph',
      icon: 'fa-key',
      strategy: Strategy,
      options: {
        issuer: ISSUER,
        authorizationURL: `${ISSUER}/oidc/authorize`,
        tokenURL: `${ISSUER}/oidc/token`,
        userInfoURL: `${ISSUER}/oidc/userinfo`,
        clientID: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        callbackURL: `${ORIGIN}/auth/strategy/callback`,
        scope: ['openid', 'email', 'profile'],
        verify: (_issuer, profile, _idProfile, _context, _idToken, _access, _refresh, _parameters, done) =>
          done(null, profile),
      },
    },
    users: (username) => Promise.resolve({ username, permissions: '*' }),
  },
};
