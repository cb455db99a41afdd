import { findUnmetPolicy, needsBoundPasskey } from '../../../access/client-policy.js';
import { continuePath } from '../../../access/interaction/interaction.js';
import { findPageStep } from '../../../access/interaction/interaction-flow.js';
import { findActiveSession } from '../../../access/sessions/session.js';
import { loginPage } from '../../../pages/sign-in/login-page.js';
import { keepOpenerOf } from '../../answer/security-headers.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { afterSigningInAgain } from '../account/resume.js';
import { FLOWS } from './continue.js';
import { verifyEmailPath } from './verify-email.js';

/**
 * `/login`: signs the user in to an application (`?interaction`) or to the account page. `?again` makes a signed-in
 * user sign in again; its value is the section of the account page to which the user returns, with the ticket `form`.
 * `?verify` is the code of the link in a verification mail, to which the user returns.
 */
export const login: Handler = async (edge, request, response) => {
  const query = queryOf(request);
  const browser = namedBrowser(edge, request, response);
  const interactionId = query.get('interaction');
  if (interactionId === null) {
    const again = query.has('again');
    const verifying = verifyEmailPath(query.get('verify') ?? '');
    const start = verifying ?? '/account';
    if (!again && (await findActiveSession(edge.deps, browser.sessionCookie))) return redirect(response, start);
    const notice = again ? 'again' : query.has('signed_out') ? 'signedOut' : verifying ? 'verifyEmail' : undefined;
    const next = afterSigningInAgain(query) ?? verifying;
    const address = `${edge.deps.config.issuer}${start}`;
    return sendPage(response, loginPage(frameOf(edge, request), { notice, next, address, recoverUrl: '/recover' }));
  }
  const open = await openInteraction(edge, request, interactionId, browser);
  const { interaction, client } = open;
  const step = await findPageStep(edge.deps, FLOWS[interaction.kind], open, browser);
  // If the user has signed in meanwhile, for example in another tab, the sign-in page is not needed.
  if (step?.kind !== 'signIn' && step?.kind !== 'signInAgain') return redirect(response, continuePath(interaction));
  const { loginHint, uiLocales } = interaction;
  const active = needsBoundPasskey(client) ? await findActiveSession(edge.deps, browser.sessionCookie) : undefined;
  const unmet = active && findUnmetPolicy(edge.deps, client, active.session);
  const wasRefused =
    unmet !== undefined && active !== undefined && active.session.authenticatedAt >= interaction.createdAt;
  const registerUrl = client.registrationEnabled ? `/register?interaction=${interaction.id}` : undefined;
  const page = loginPage(frameOf(edge, request, uiLocales), {
    application: applicationOf(client),
    interactionId,
    ...(needsBoundPasskey(client) && { boundPasskey: wasRefused ? ('refused' as const) : ('needed' as const) }),
    loginHint,
    address: client.client_uri,
    registerUrl,
    recoverUrl: `/recover?interaction=${interaction.id}`,
  });
  keepOpenerOf(client.id, response);
  sendPage(response, page);
};
