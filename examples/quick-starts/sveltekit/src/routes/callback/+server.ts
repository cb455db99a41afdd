import { error, redirect } from '@sveltejs/kit';
import * as oidc from 'openid-client';
import { explain, ORIGIN, passgraph } from '#lib/server/passgraph.ts';
import { findSession, startSession } from '#lib/server/sessions.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ cookies, url }) => {
  const session = findSession(cookies);
  if (!session?.signIn) error(400, 'Not signed in: this browser did not start a sign-in.');
  const { state, nonce, verifier } = session.signIn;
  delete session.signIn;
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const address = new URL(url.pathname + url.search, ORIGIN);
  const tokens = await passgraph()
    .then((server) => oidc.authorizationCodeGrant(server, address, checks))
    .catch((problem) => error(400, explain(problem)));
  const { sub, name, preferred_username, email = '–', groups = [] } = tokens.claims()!;
  const user = { sub, name: String(name ?? preferred_username), email: String(email), groups: groups as string[] };
  startSession(cookies, { user, idToken: tokens.id_token });
  redirect(303, '/');
};
