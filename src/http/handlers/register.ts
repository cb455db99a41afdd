import { registerPage } from '../../pages/register-page.js';
import { registrationDisabled } from '../../webauthn/refusal.js';
import { queryOf } from '../bodies.js';
import { namedBrowser, openInteraction } from '../browser.js';
import type { Handler } from '../route.js';
import { keepOpener } from '../security-headers.js';
import { applicationOf, frameOf, sendPage } from '../send.js';

/** `/register?interaction`: a new account, where the application allows it. */
export const register: Handler = async (edge, request, response) => {
  const { browserHash } = namedBrowser(edge, request, response);
  const interactionId = queryOf(request).get('interaction') ?? '';
  const { interaction, client } = await openInteraction(edge, interactionId, browserHash);
  if (!client.registrationEnabled) throw registrationDisabled();
  const { loginHint: username, uiLocales } = interaction;
  const loginUrl = `/login?interaction=${interaction.id}`;
  const page = registerPage(frameOf(edge, request, uiLocales), {
    ...{ application: applicationOf(client), interactionId, username, loginUrl },
  });
  keepOpener(response);
  sendPage(response, page);
};
