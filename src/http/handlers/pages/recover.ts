import { recoverPage } from '../../../pages/enrolment/recover-page.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/**
 * `/recover`: the page on which a user creates a passkey with a recovery code. If the user was signing in to an
 * application, that sign-in continues afterwards.
 */
export const recover: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const interactionId = queryOf(request).get('interaction');
  if (interactionId === null) {
    const { issuer } = edge.deps.config;
    return sendPage(
      response,
      recoverPage(frameOf(edge, request), { loginUrl: '/login', address: `${issuer}/recover` }),
    );
  }
  const { interaction, client } = await openInteraction(edge, request, interactionId, browser);
  const page = recoverPage(frameOf(edge, request, interaction.uiLocales), {
    application: applicationOf(client),
    interactionId,
    username: interaction.loginHint,
    address: client.client_uri,
    loginUrl: `/login?interaction=${interaction.id}`,
  });
  keepOpener(response);
  sendPage(response, page);
};
