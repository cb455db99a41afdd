import type { BrowserAnswer } from '../../access/interaction/browser-answer.js';
import { basicLogin, basicRegistration } from '../../basic/basic-login.js';
import { basicLogout } from '../../basic/basic-logout.js';
import type { BasicInput } from '../../basic/basic-request.js';
import type { Deps } from '../../model/deps.js';
import { queryOf } from '../request/bodies.js';
import { answerBrowser, namedBrowser } from '../request/browser.js';
import type { Handler } from '../route.js';

type BasicVerb = (deps: Deps, input: BasicInput) => Promise<BrowserAnswer>;

function byVerb(verb: BasicVerb): Handler {
  return async (edge, request, response) => {
    const browser = namedBrowser(edge, request, response);
    const input = { ...browser, clientId: String(request.params.clientId), parameters: queryOf(request) };
    answerBrowser(edge, request, response, await verb(edge.deps, input));
  };
}

export const login = byVerb(basicLogin);
export const registration = byVerb(basicRegistration);
export const logout = byVerb(basicLogout);
