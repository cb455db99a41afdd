import { askForAnotherAccount } from '../../../access/interaction/another-account.js';
import { continuePath } from '../../../access/interaction/interaction.js';
import { denyFlow, findPageStep } from '../../../access/interaction/interaction-flow.js';
import { deniedPage } from '../../../pages/sign-in/denied-page.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { FLOWS } from './continue.js';

/**
 * `/denied`: says that the signed-in user has no access to the application. If the user has received access in the
 * meantime, the sign-in continues.
 */
export const denied: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, request, queryOf(request).get('interaction') ?? '', browser);
  const { interaction, client } = open;
  const step = await findPageStep(edge.deps, FLOWS[interaction.kind], open, browser);
  if (step?.kind !== 'denied') return redirect(response, continuePath(interaction));
  const { username } = step.active.user;
  const page = deniedPage(frameOf(edge, request, interaction.uiLocales), {
    application: applicationOf(client),
    username,
    interactionId: interaction.id,
    // An application behind a proxy would only begin the same sign-in again.
    canGoBack: interaction.kind !== 'forward-auth',
  });
  keepOpener(response);
  sendPage(response.status(403), page, 'redirected');
};

/**
 * Handles the form of `/denied`, with which the user chooses to sign in with another account or to go back to the
 * application.
 */
export const answerDenied: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const form = formOf(request);
  const open = await openInteraction(edge, request, form.get('interaction') ?? '', browser);
  keepOpener(response);
  switch (form.get('action')) {
    case 'other-account':
      return redirect(response, await askForAnotherAccount(edge.deps, open.interaction));
    case 'back':
      return answerBrowser(
        edge,
        request,
        response,
        await denyFlow(edge.deps, FLOWS[open.interaction.kind], open, browser.browserHash),
      );
    default:
      throw unknownAction();
  }
};
