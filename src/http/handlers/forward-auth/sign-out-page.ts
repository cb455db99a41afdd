import { findActiveSession } from '../../../access/sessions/session.js';
import { signOutUser } from '../../../access/sessions/sign-out.js';
import { findSite, originText, parseSiteOrigin, type Site } from '../../../forward-auth/site.js';
import { signedOutPage } from '../../../pages/message-page.js';
import { logoutPage } from '../../../pages/sign-in/logout-page.js';
import { applicationOf, frameOf, redirect, sendPage } from '../../answer/send.js';
import { statusError } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { clearSessionCookie, sessionCookie } from '../../request/cookies.js';
import { keepIssuerOf } from '../../request/issuer-of.js';
import type { Edge, Handler, Request } from '../../route.js';
import { isStaying } from '../pages/logout.js';

const PATH = '/forward-auth/sign-out';

/** The URL of the page that asks the user of a protected host whether to sign out. */
export function signOutPageUrl({ deps }: Edge, { origin }: Pick<Site, 'origin'>): string {
  return `${deps.config.issuer}${PATH}?${new URLSearchParams({ origin: originText(origin) })}`;
}

/** `/forward-auth/sign-out` on this server: asks whether to sign out. Without a session, says that the user is signed out. */
export const askSignOut: Handler = async (edge, request, response) => {
  const { client, origin } = await namedSite(edge, request, queryOf(request));
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  const frame = frameOf(edge, request);
  if (active === undefined) return sendPage(response, signedOutPage(frame), 'none');
  const page = logoutPage(frame, {
    action: PATH,
    application: applicationOf(client),
    username: active.user.username,
    parameters: { origin: originText(origin) },
  });
  sendPage(response, page, 'redirected');
};

/** Handles the answer. A user who stays signed in returns to the application. Requests of other sites are refused. */
export const answerSignOut: Handler = async (edge, request, response) => {
  const form = formOf(request);
  const { client, origin } = await namedSite(edge, request, form);
  if (isStaying(form)) return redirect(response, `${originText(origin)}/`);
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active !== undefined) await signOutUser(edge.deps, active, callerOf(request), client.id);
  clearSessionCookie(edge, request, response);
  sendPage(response, signedOutPage(frameOf(edge, request)), 'none');
};

/**
 * Finds the protected host that the parameter `origin` names, so that the page leads to no other host.
 * @throws StatusError 400 if no client protects it
 */
async function namedSite(edge: Edge, request: Request, parameters: URLSearchParams): Promise<Site> {
  const [scheme = '', host = ''] = (parameters.get('origin') ?? '').split('://');
  const origin = parseSiteOrigin(scheme, host);
  const site = origin && (await findSite(edge.deps, origin));
  if (site === undefined) {
    throw statusError(400, 'The origin parameter must be the origin of an application that this server protects.');
  }
  await keepIssuerOf(edge, request, site.client);
  return site;
}
