import { type ConsentQuestion, giveConsent, questionDigest, sharedClaims } from '../../../access/consent.js';
import { askForAnotherAccount } from '../../../access/interaction/another-account.js';
import { consentPath, continuePath } from '../../../access/interaction/interaction.js';
import { denyFlow, findPageStep } from '../../../access/interaction/interaction-flow.js';
import { picturePath } from '../../../model/server/picture.js';
import { displayedUserCode } from '../../../oidc/device/device-flow.js';
import { consentPage } from '../../../pages/sign-in/consent-page.js';
import { keepOpener } from '../../answer/security-headers.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { FLOWS } from './continue.js';

/**
 * `/consent`: asks the user to allow the access that an application requests. If the user has nothing to allow, the
 * sign-in continues.
 */
export const consent: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, request, queryOf(request).get('interaction') ?? '', browser);
  const { interaction, client } = open;
  const step = await findPageStep(edge.deps, FLOWS[interaction.kind], open, browser);
  if (step?.kind !== 'consent') return redirect(response, continuePath(interaction));
  const { question } = step;
  const { client_uri: website, policy_uri: policy, tos_uri: terms } = client;
  const shared = sharedClaims(question);
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
    shared,
    picture: picturePath(edge.deps.config, shared.picture),
    userCode: displayedUserCode(interaction),
  });
  keepOpener(response);
  sendPage(response, page, 'redirected');
};

function requestedScopes({ asked, knownScopes }: ConsentQuestion) {
  return asked.scopes.map((id) => {
    const known = knownScopes.find((scope) => scope.id === id);
    return { id, description: known?.description, claims: known?.claims ?? [] };
  });
}

/**
 * Handles the form of `/consent`: the user allows, denies or chooses another account. If the requested access or the
 * signed-in user has changed since the page was shown, the page is shown again.
 */
export const answerConsent: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const form = formOf(request);
  const open = await openInteraction(edge, request, form.get('interaction') ?? '', browser);
  const { interaction } = open;
  const flow = FLOWS[interaction.kind];
  keepOpener(response);
  switch (form.get('action')) {
    case 'allow': {
      const step = await findPageStep(edge.deps, flow, open, browser);
      if (step?.kind !== 'consent') return redirect(response, continuePath(interaction));
      const { question } = step;
      if (form.get('shown') !== questionDigest(question)) return redirect(response, consentPath(interaction));
      await giveConsent(edge.deps, interaction, question, browser.caller);
      return redirect(response, continuePath(interaction));
    }
    case 'other-account':
      return redirect(response, await askForAnotherAccount(edge.deps, interaction));
    case 'deny':
      return answerBrowser(edge, request, response, await denyFlow(edge.deps, flow, open, browser.browserHash));
    default:
      throw unknownAction();
  }
};
