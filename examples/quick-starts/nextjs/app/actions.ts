'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getToken } from 'next-auth/jwt';
import { ISSUER, ORIGIN, signIn, signOut } from '@/auth';

export async function startSignIn() {
  await signIn('passgraph', { redirectTo: '/' });
}

export async function endSession() {
  const token = await getToken({
    req: { headers: await headers() },
    secret: process.env.AUTH_SECRET,
    secureCookie: ORIGIN.startsWith('https:'),
  });
  await signOut({ redirect: false });
  if (!token?.idToken) redirect('/');
  // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
  const parameters = { post_logout_redirect_uri: `${ORIGIN}/`, id_token_hint: token.idToken };
  redirect(`${ISSUER}/oidc/logout?${new URLSearchParams(parameters)}`);
}
