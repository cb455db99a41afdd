import { findActiveSession } from '../../../access/sessions/session.js';
import { loginPage } from '../../../pages/login-page.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { afterSigningInAgain } from '../account/account.js';

/**
 * `/login`: signs the user in to an application (`?interaction`) or to the account page. `?again` makes a signed-in
 * user sign in again; its value is the section of the account page to which the user returns.
 */
export const login: Handler = async (edge, request, response) => {
  const query = queryOf(request);
  const { browserHash, sessionCookie } = namedBrowser(edge, request, response);
  const interactionId = query.get('interaction');
  if (interactionId === null) {
    const again = query.has('again');
    if (!again && (await findActiveSession(edge.deps, sessionCookie))) return redirect(response, '/account');
    const notice = again ? 'again' : query.has('signed_out') ? 'signedOut' : undefined;
    const next = afterSigningInAgain(query.get('again'));
    return sendPage(response, loginPage(frameOf(edge, request), { notice, next, recoverUrl: '/recover' }));
  }
  const { interaction, client } = await openInteraction(edge, interactionId, browserHash);
  const { loginHint, uiLocales } = interaction;
  const registerUrl = client.registrationEnabled ? `/register?interaction=${interaction.id}` : undefined;
  const page = loginPage(frameOf(edge, request, uiLocales), {
    application: applicationOf(client),
    interactionId,
    loginHint,
    registerUrl,
    recoverUrl: `/recover?interaction=${interaction.id}`,
  });
  keepOpener(response);
  sendPage(response, page);
};
