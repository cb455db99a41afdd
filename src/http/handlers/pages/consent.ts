import { type ConsentQuestion, giveConsent, questionDigest } from '../../../access/consent.js';
import { askForAnotherAccount } from '../../../access/interaction/another-account.js';
import { consentPageOf, nextOf } from '../../../access/interaction/interaction.js';
import { consentPage } from '../../../pages/consent-page.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { statusError } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { WAYS } from './continue.js';

/** Asks for consent. If none is needed any more, the interaction continues. */
export const consent: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, queryOf(request).get('interaction') ?? '', browser.browserHash);
  const { interaction, client } = open;
  const question = await WAYS[interaction.kind].question(edge.deps, open, browser);
  if (question === undefined) return redirect(response, nextOf(interaction));
  const { client_uri: website, policy_uri: policy, tos_uri: terms } = client;
  const page = consentPage(frameOf(edge, request, interaction.uiLocales), {
    application: applicationOf(client),
    website,
    policy,
    terms,
    username: question.active.user.username,
    interactionId: interaction.id,
    shown: questionDigest(question),
    scopes: requestedScopes(question),
    claims: question.asked.claims,
  });
  keepOpener(response);
  sendPage(response, page, 'application');
};

function requestedScopes({ asked, knownScopes }: ConsentQuestion) {
  return asked.scopes.map((id) => ({ id, description: knownScopes.find((known) => known.id === id)?.description }));
}

/** If the question or the user has changed since the page was shown, the page asks again. */
export const answerConsent: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const form = formOf(request);
  const open = await openInteraction(edge, form.get('interaction') ?? '', browser.browserHash);
  const { interaction } = open;
  const { question: questionOf, deny } = WAYS[interaction.kind];
  keepOpener(response);
  switch (form.get('action')) {
    case 'allow': {
      const question = await questionOf(edge.deps, open, browser);
      if (question === undefined) return redirect(response, nextOf(interaction));
      if (form.get('shown') !== questionDigest(question)) return redirect(response, consentPageOf(interaction));
      await giveConsent(edge.deps, interaction, question, browser.caller);
      return redirect(response, nextOf(interaction));
    }
    case 'other-account':
      return redirect(response, await askForAnotherAccount(edge.deps, interaction));
    case 'deny':
      return answerBrowser(edge, request, response, await deny(edge.deps, open, browser.browserHash));
    default:
      throw statusError(400, 'action is missing or unknown. Reload the page and try again.');
  }
};
