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

/** The verbs that an interaction goes back to. */
interface Ways {
  resume(deps: Deps, open: OpenInteraction, browser: Browser & { browserHash: string }): Promise<BrowserAnswer>;
  /** What consent is wanted now; `undefined` where none is, and `resume` leads on. */
  question(deps: Deps, open: OpenInteraction, browser: Browser): Promise<ConsentQuestion | undefined>;
  deny(deps: Deps, open: OpenInteraction, browserHash: string): Promise<BrowserAnswer>;
}

export const WAYS: Readonly<Record<InteractionKind, Ways>> = {
  oidc: { resume: resumeAuthorization, question: authorizationQuestion, deny: denyAuthorization },
  device: { resume: resumeDevice, question: deviceQuestion, deny: denyDevice },
  basic: { resume: resumeBasic, question: basicQuestion, deny: denyBasic },
};

/** Where somebody goes on who has signed in, or comes back from a page on the way. */
export const continueInteraction: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const open = await openInteraction(edge, String(request.params.interaction), browser.browserHash);
  const { resume } = WAYS[open.interaction.kind];
  answerBrowser(edge, request, response, await resume(edge.deps, open, browser));
};
