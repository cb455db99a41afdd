import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { signOutUser } from '../../../access/sessions/sign-out.js';
import { findSite, originText, parseSiteOrigin, type Site, type SiteOrigin } from '../../../forward-auth/site.js';
import type { Client } from '../../../model/clients/client.js';
import { isSameGeneration } from '../../../model/generation.js';
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

/**
 * `/forward-auth/sign-out` on this server: asks whether to sign out. Without a session, says that the user is signed out.
 * The page names the application only to a user who has signed in to it, so that others cannot find out which hosts are
 * protected.
 */
export const askSignOut: Handler = async (edge, request, response) => {
  const origin = originOf(queryOf(request));
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return sendPage(response, signedOutPage(frameOf(edge, request)), 'none');
  const client = await visitedClient(edge, request, active, origin);
  const page = logoutPage(frameOf(edge, request), {
    action: PATH,
    application: client && applicationOf(client),
    username: active.user.username,
    parameters: { origin: originText(origin) },
  });
  sendPage(response, page, 'redirected');
};

/** Handles the answer. A user who stays signed in returns to the application. Requests of other sites are refused. */
export const answerSignOut: Handler = async (edge, request, response) => {
  const form = formOf(request);
  const origin = originOf(form);
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  const client = active && (await visitedClient(edge, request, active, origin));
  if (isStaying(form)) return redirect(response, client === undefined ? '/account' : `${originText(origin)}/`);
  if (active !== undefined) await signOutUser(edge.deps, active, callerOf(request), client?.id);
  clearSessionCookie(edge, request, response);
  sendPage(response, signedOutPage(frameOf(edge, request)), 'none');
};

/** @throws StatusError 400 if the parameter `origin` is malformed */
function originOf(parameters: URLSearchParams): SiteOrigin {
  const [scheme = '', host = ''] = (parameters.get('origin') ?? '').split('://');
  const origin = parseSiteOrigin(scheme, host);
  if (origin !== undefined) return origin;
  throw statusError(
    400,
    'The origin parameter must be the origin of an application, such as https://wiki.example.com.',
  );
}

/**
 * Returns the client that protects the host, if the user has signed in to it in this session. The page leads to no other
 * host.
 */
async function visitedClient(
  edge: Edge,
  request: Request,
  { session }: ActiveSession,
  origin: SiteOrigin,
): Promise<Client | undefined> {
  const site = await findSite(edge.deps, origin);
  const isVisited = session.clients.some(({ generation }) => isSameGeneration(generation, site?.client.generation));
  if (site === undefined || !isVisited) return undefined;
  await keepIssuerOf(edge, request, site.client);
  return site.client;
}
