/**
 * The hosted pages of an interaction: a handler reads the request, calls a verb and sends a page or a redirect. Rules are
 * in `access`, `oidc`, `basic` and `webauthn`, HTML and texts in `src/pages`. Every interaction continues in this file.
 */
import type { FlowDescription } from '../../../access/interaction/flow-description.js';
import { continueFlow } from '../../../access/interaction/interaction-flow.js';
import { basicFlow } from '../../../basic/basic-flow.js';
import type { InteractionKind } from '../../../model/access/interaction.js';
import { authorizationFlow } from '../../../oidc/authorization/authorization-flow.js';
import { deviceFlow } from '../../../oidc/device/device-flow.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/** What each kind of interaction asks and issues. */
export const FLOWS: Readonly<Record<InteractionKind, FlowDescription>> = {
  oidc: authorizationFlow,
  basic: basicFlow,
  device: deviceFlow,
};

/** `/continue/{interaction}`: where users arrive after they have signed in or answered a page. */
export const continueInteraction: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, String(request.params.interaction), browser.browserHash);
  const flow = FLOWS[open.interaction.kind];
  answerBrowser(edge, request, response, await continueFlow(edge.deps, flow, open, browser));
};
