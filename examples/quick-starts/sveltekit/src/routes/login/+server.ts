import { error, redirect } from '@sveltejs/kit';
import * as oidc from 'openid-client';
import { explain, ORIGIN, passgraph } from '#lib/server/passgraph.ts';
import { startSession } from '#lib/server/sessions.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ cookies }) => {
  const server = await passgraph().catch((problem) => error(502, explain(problem)));
  const signIn = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  startSession(cookies, { signIn });
  const url = oidc.buildAuthorizationUrl(server, {
    redirect_uri: `${ORIGIN}/callback`,
    scope: 'openid profile email groups',
    state: signIn.state,
    nonce: signIn.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(signIn.verifier),
    code_challenge_method: 'S256',
  });
  redirect(303, url.href, { external: true });
};
