import type { Issuer } from '../../../model/clients/issuer.js';
import { confirmLogout, type LogoutAnswer, logout } from '../../../oidc/logout/logout.js';
import { parseLogoutRequest } from '../../../oidc/logout/logout-request.js';
import { endpointUrl } from '../../../oidc/protocol/endpoints.js';
import { formPostPage } from '../../../pages/form-post-page.js';
import { signedOutPage } from '../../../pages/message-page.js';
import { logoutPage } from '../../../pages/sign-in/logout-page.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { clearSessionCookie, sessionCookie } from '../../request/cookies.js';
import { issuerOf } from '../../request/issuer-of.js';
import { isOwnOrigin } from '../../request/same-origin.js';
import type { Edge, Handler, Request, Response } from '../../route.js';

export const logoutByGet: Handler = async (edge, request, response) => {
  const issuer = await issuerOf(edge, request);
  const input = { ...browserOf(edge, request), parameters: queryOf(request) };
  answer(edge, request, response, issuer, await logout(edge.deps, issuer, input));
};

/** The query parameter that marks the second request, in which our own page posts the form again. */
const AGAIN = 'again';

/**
 * Browsers do not send our session cookie with a form of another site (SameSite=Lax). So the response is a page of ours
 * that posts the same form again. The second request contains the cookie, which names the session to end. The server of
 * an application has no cookie, so its request needs no second one.
 */
export const logoutByPost: Handler = async (edge, request, response) => {
  const issuer = await issuerOf(edge, request);
  const parameters = formOf(request);
  const browser = browserOf(edge, request);
  if (browser.sessionCookie === undefined && hidesCookies(edge, request, queryOf(request).has(AGAIN))) {
    const fields = parseLogoutRequest(parameters);
    const action = `${endpointUrl(edge.deps, issuer, 'endSession')}?${AGAIN}`;
    const page = formPostPage(frameOf(edge, request, fields.ui_locales), { action, parameters: fields });
    return sendPage(response, page, 'redirected');
  }
  answer(edge, request, response, issuer, await logout(edge.deps, issuer, { ...browser, parameters }));
};

/**
 * Handles the form with which the user confirms or declines to sign out. Requests of other sites are refused, so only
 * our page can send this form.
 */
export const logoutAnswered: Handler = async (edge, request, response) => {
  const issuer = await issuerOf(edge, request);
  const parameters = formOf(request);
  if (isStaying(parameters)) return redirect(response, '/account');
  const input = { ...browserOf(edge, request), parameters };
  answer(edge, request, response, issuer, await confirmLogout(edge.deps, issuer, input));
};

/**
 * Whether the user declined to sign out.
 * @throws StatusError if the form contains an unknown action
 */
export function isStaying(form: URLSearchParams): boolean {
  const action = form.get('action');
  if (action === 'sign-out' || action === 'stay') return action === 'stay';
  throw unknownAction();
}

/**
 * Whether the session cookie may be missing only because another site sent the form. `again` is true if our own page
 * has posted the form a second time. The result is then `false`, or browsers that send `Origin: null` would loop.
 */
function hidesCookies({ deps }: Edge, request: Request, again: boolean): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'cross-site';
  const origin = request.get('origin');
  return origin !== undefined && !isOwnOrigin(deps.config, origin) && !(again && origin === 'null');
}

function browserOf(edge: Edge, request: Request) {
  return {
    sessionCookie: sessionCookie(edge, request),
    caller: callerOf(request),
  };
}

function answer(edge: Edge, request: Request, response: Response, issuer: Issuer, answered: LogoutAnswer): void {
  if (answered.kind === 'ask') {
    const { request: asked, user, client } = answered;
    const page = logoutPage(frameOf(edge, request, asked.ui_locales), {
      action: `${endpointUrl(edge.deps, issuer, 'endSession')}/confirm`,
      application: client === undefined ? undefined : applicationOf(client),
      username: user.username,
      parameters: asked,
    });
    sendPage(response, page, 'redirected');
    return;
  }
  clearSessionCookie(edge, request, response);
  if (answered.url !== undefined) redirect(response, answered.url);
  else sendPage(response, signedOutPage(frameOf(edge, request, answered.uiLocales)), 'none');
}
