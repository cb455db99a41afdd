import { readSession } from '../../access/session.js';
import { loginPage } from '../../pages/login-page.js';
import { queryOf } from '../bodies.js';
import { namedBrowser, openInteraction } from '../browser.js';
import type { Handler } from '../route.js';
import { keepOpener } from '../security-headers.js';
import { frameOf, redirect, sendPage } from '../send.js';

/** `/login`: on the way to an application with `?interaction`, else to one's own account. */
export const login: Handler = async (edge, request, response) => {
  const query = queryOf(request);
  const { browserHash, sessionCookie } = namedBrowser(edge, request, response);
  const interactionId = query.get('interaction');
  if (interactionId === null) {
    if (await readSession(edge.deps, sessionCookie)) return redirect(response, '/account');
    return sendPage(response, loginPage(frameOf(edge, request), { signedOut: query.has('signed_out') }));
  }
  const { interaction, client } = await openInteraction(edge, interactionId, browserHash);
  const { loginHint, uiLocales } = interaction;
  const registerUrl = client.registrationEnabled ? `/register?interaction=${interaction.id}` : undefined;
  const page = loginPage(frameOf(edge, request, uiLocales), {
    ...{ application: client, interactionId, loginHint, registerUrl },
  });
  keepOpener(response);
  sendPage(response, page);
};
