import NextAuth from 'next-auth';

const { ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env;

export const authOptions = {
  providers: [
    {
      id: 'passgraph',
      name: 'Passgraph',
      type: 'oauth',
      wellKnown: `${ISSUER}/.well-known/openid-configuration`,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state'],
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      profile: (profile) => ({ id: profile.sub, name: profile.name, email: profile.email }),
    },
  ],
  callbacks: {
    jwt: ({ token, profile }) => (profile === undefined ? token : { ...token, claims: profile }),
    session: ({ session, token }) => ({ ...session, claims: token.claims }),
  },
};

export default NextAuth(authOptions);
