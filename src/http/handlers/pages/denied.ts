import { admit } from '../../../access/interaction/admission.js';
import { askForAnotherAccount } from '../../../access/interaction/another-account.js';
import { nextOf } from '../../../access/interaction/interaction.js';
import { deniedPage } from '../../../pages/denied-page.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { statusError } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { WAYS } from './continue.js';

/** Tells the user whom to ask for access. Once it is given, reloading the page continues the interaction. */
export const denied: Handler = async (edge, request, response) => {
  const { browserHash, sessionCookie } = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, queryOf(request).get('interaction') ?? '', browserHash);
  const { interaction, client } = open;
  const admission = await admit(edge.deps, client, sessionCookie, interaction.authenticateAfter);
  if (admission.state !== 'denied') return redirect(response, nextOf(interaction));
  const { username } = admission.active.user;
  const page = deniedPage(frameOf(edge, request, interaction.uiLocales), {
    application: applicationOf(client),
    username,
    interactionId: interaction.id,
  });
  keepOpener(response);
  sendPage(response.status(403), page, 'application');
};

/** The user signs in with another account, or goes back to the application. */
export const answerDenied: Handler = async (edge, request, response) => {
  const { browserHash } = namedBrowser(edge, request, response);
  const form = formOf(request);
  const open = await openInteraction(edge, form.get('interaction') ?? '', browserHash);
  keepOpener(response);
  switch (form.get('action')) {
    case 'other-account':
      return redirect(response, await askForAnotherAccount(edge.deps, open.interaction));
    case 'back':
      return answerBrowser(
        edge,
        request,
        response,
        await WAYS[open.interaction.kind].deny(edge.deps, open, browserHash),
      );
    default:
      throw statusError(400, 'action is missing or unknown. Reload the page and try again.');
  }
};
