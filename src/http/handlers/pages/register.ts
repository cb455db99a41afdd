import { registerPage } from '../../../pages/sign-in/register-page.js';
import { registrationDisabled } from '../../../webauthn/ceremony/ceremony-errors.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/** `/register?interaction`: the page on which a new user creates an account, if the application allows registration. */
export const register: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const interactionId = queryOf(request).get('interaction') ?? '';
  const { interaction, client } = await openInteraction(edge, request, interactionId, browser);
  if (!client.registrationEnabled) throw registrationDisabled();
  const { loginHint: username, uiLocales } = interaction;
  const loginUrl = `/login?interaction=${interaction.id}`;
  const page = registerPage(frameOf(edge, request, uiLocales), {
    application: applicationOf(client),
    interactionId,
    username,
    address: client.client_uri,
    loginUrl,
    asksEmail: client.askEmail,
  });
  keepOpener(response);
  sendPage(response, page);
};
