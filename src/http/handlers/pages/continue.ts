/**
 * The hosted pages of an interaction: a handler reads the request, calls a verb and sends a page or a redirect. Rules are
 * in `access`, `oidc`, `basic` and `webauthn`, HTML and texts in `src/pages`. Every interaction continues in this file.
 */
import type { ConsentQuestion } from '../../../access/consent.js';
import type { Browser, BrowserAnswer } from '../../../access/interaction/browser-answer.js';
import type { OpenInteraction } from '../../../access/interaction/interaction.js';
import { basicQuestion, denyBasic, resumeBasic } from '../../../basic/basic-login.js';
import type { InteractionKind } from '../../../model/access/interaction.js';
import type { Deps } from '../../../model/deps.js';
import { authorizationQuestion } from '../../../oidc/authorization/authorization-consent.js';
import { denyAuthorization, resumeAuthorization } from '../../../oidc/authorization/authorize.js';
import { denyDevice, deviceQuestion, resumeDevice } from '../../../oidc/device/device-decision.js';
import { answerBrowser, namedBrowser, openInteraction } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/** How an interaction continues. */
interface Ways {
  resume(deps: Deps, open: OpenInteraction, browser: Browser & { browserHash: string }): Promise<BrowserAnswer>;
  /** The consent that is needed now; `undefined` if none is. */
  question(deps: Deps, open: OpenInteraction, browser: Browser): Promise<ConsentQuestion | undefined>;
  deny(deps: Deps, open: OpenInteraction, browserHash: string): Promise<BrowserAnswer>;
}

export const WAYS: Readonly<Record<InteractionKind, Ways>> = {
  oidc: { resume: resumeAuthorization, question: authorizationQuestion, deny: denyAuthorization },
  device: { resume: resumeDevice, question: deviceQuestion, deny: denyDevice },
  basic: { resume: resumeBasic, question: basicQuestion, deny: denyBasic },
};

/** The interaction continues after a sign-in or a page such as consent. */
export const continueInteraction: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, String(request.params.interaction), browser.browserHash);
  const { resume } = WAYS[open.interaction.kind];
  answerBrowser(edge, request, response, await resume(edge.deps, open, browser));
};
