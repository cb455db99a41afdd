import { redirect } from '@sveltejs/kit';
import * as oidc from 'openid-client';
import { ORIGIN, passgraph } from '#lib/server/passgraph.ts';
import { endSession, findSession } from '#lib/server/sessions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ cookies }) => ({ user: findSession(cookies)?.user ?? null });

export const actions: Actions = {
  logout: async ({ cookies }) => {
    const idToken = findSession(cookies)?.idToken;
    endSession(cookies);
    if (!idToken) redirect(303, '/');
    // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
    const parameters = { post_logout_redirect_uri: `${ORIGIN}/`, id_token_hint: idToken };
    redirect(303, oidc.buildEndSessionUrl(await passgraph(), parameters).href, { external: true });
  },
};
