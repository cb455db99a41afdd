/**
 * This folder contains the handlers of hosted pages. A handler reads the request, calls one function and sends a page
 * or a redirect. Rules are in `access`, `oidc`, `basic` and `webauthn`; HTML and texts are in `src/pages`. An
 * interaction, which is a request that waits for the user, continues in this file.
 */
import type { FlowDescription } from '../../../access/interaction/flow-description.js';
import { continueFlow } from '../../../access/interaction/interaction-flow.js';
import { basicFlow } from '../../../basic/basic-flow.js';
import { forwardAuthFlow } from '../../../forward-auth/forward-auth-flow.js';
import type { InteractionKind } from '../../../model/access/interaction.js';
import { authorizationFlow } from '../../../oidc/authorization/authorization-flow.js';
import { deviceFlow } from '../../../oidc/device/device-flow.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/**
 * The rules of each kind of interaction: which pages the user has to answer, and what the application gets at the end.
 */
export const FLOWS: Readonly<Record<InteractionKind, FlowDescription>> = {
  oidc: authorizationFlow,
  basic: basicFlow,
  device: deviceFlow,
  'forward-auth': forwardAuthFlow,
};

/**
 * `/continue/{interaction}`: decides the next step of an interaction. The browser is sent here after each step, such as
 * the sign-in or the answer to the consent page.
 */
export const continueInteraction: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, request, String(request.params.interaction), browser);
  const flow = FLOWS[open.interaction.kind];
  answerBrowser(edge, request, response, await continueFlow(edge.deps, flow, open, browser));
};
