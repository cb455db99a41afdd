import type { BrowserAnswer } from '../../access/interaction/browser-answer.js';
import { basicLogin, basicRegistration } from '../../basic/basic-login.js';
import {
  type BasicLogoutAnswer,
  type BasicLogoutInput,
  basicLogout,
  confirmBasicLogout,
} from '../../basic/basic-logout.js';
import type { BasicInput } from '../../basic/basic-request.js';
import type { Deps } from '../../model/deps.js';
import { logoutPage } from '../../pages/sign-in/logout-page.js';
import { applicationOf, frameOf, redirect, sendPage } from '../answer/send.js';
import { formOf, queryOf } from '../request/bodies.js';
import { answerBrowser, namedBrowser, presentBrowser } from '../request/browser.js';
import type { Edge, Handler, Request, Response } from '../route.js';
import { isStaying } from './pages/logout.js';

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

export const logout: Handler = async (edge, request, response) => {
  const input = logoutInput(edge, request, queryOf(request));
  answerLogout(edge, request, response, await basicLogout(edge.deps, input));
};

/** Handles the form with which the user confirms or declines to sign out. Requests of other sites are refused. */
export const logoutAnswered: Handler = async (edge, request, response) => {
  const parameters = formOf(request);
  if (isStaying(parameters)) return redirect(response, '/account');
  const input = logoutInput(edge, request, parameters);
  answerLogout(edge, request, response, await confirmBasicLogout(edge.deps, input));
};

function logoutInput(edge: Edge, request: Request, parameters: URLSearchParams): BasicLogoutInput {
  return { ...presentBrowser(edge, request), clientId: String(request.params.clientId), parameters };
}

function answerLogout(edge: Edge, request: Request, response: Response, answer: BasicLogoutAnswer): void {
  if (answer.kind !== 'ask') {
    answerBrowser(edge, request, response, answer);
    return;
  }
  const { client, user, redirectUri } = answer;
  const page = logoutPage(frameOf(edge, request), {
    action: `/auth/logout/${encodeURIComponent(client.id)}/confirm`,
    application: applicationOf(client),
    username: user.username,
    parameters: { redirectUri },
  });
  sendPage(response, page, 'redirected');
}
