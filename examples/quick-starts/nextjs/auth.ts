import NextAuth, { type DefaultSession } from 'next-auth';
import 'next-auth/jwt';

declare module 'next-auth' {
  interface Session {
    user: { groups: string[] } & DefaultSession['user'];
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    idToken?: string | undefined;
    groups?: string[];
  }
}

const { PORT = '4000' } = process.env;
export const { ISSUER = 'http://localhost:3000', ORIGIN = `http://localhost:${PORT}` } = process.env;

export const { handlers, auth, signIn, signOut } = NextAuth({
  trustHost: true,
  providers: [
    {
      id: 'passgraph',
      name: 'Passgraph',
      type: 'oidc',
      issuer: ISSUER,
      clientId: process.env.CLIENT_ID ?? 'nextjs',
      clientSecret: process.env.CLIENT_SECRET!,
      authorization: { params: { scope: 'openid profile email groups' } },
      checks: ['pkce', 'state', 'nonce'],
      profile: ({ sub, name, preferred_username, email }) => ({ id: sub, name: name ?? preferred_username, email }),
    },
  ],
  pages: { signIn: '/problem', error: '/problem' },
  callbacks: {
    // The JWT is encrypted in the cookie of the application. Only its server can read it.
    jwt({ token, account, profile }) {
      if (!account || !profile) return token;
      return { ...token, sub: profile.sub!, idToken: account.id_token, groups: (profile.groups ?? []) as string[] };
    },
    // The session is also sent to the browser, so it contains no token.
    session({ session, token }) {
      session.user.id = token.sub!;
      session.user.groups = token.groups ?? [];
      return session;
    },
  },
});
