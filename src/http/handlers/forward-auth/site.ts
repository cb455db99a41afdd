import { finishSignIn } from '../../../forward-auth/finish-sign-in.js';
import { authorizeSite } from '../../../forward-auth/forward-auth-flow.js';
import { beginSignIn } from '../../../forward-auth/pushed-sign-in.js';
import { signOutOfSite } from '../../../forward-auth/sign-out.js';
import { findSite, isLocal, originText, parseSiteOrigin, type Site } from '../../../forward-auth/site.js';
import { OAuthError } from '../../../model/errors.js';
import { secondsAfter } from '../../../model/time.js';
import { redirect } from '../../answer/send.js';
import { staleSignIn } from '../../answer/stale-sign-in.js';
import { statusError } from '../../answer/status-error.js';
import { queryOf } from '../../request/bodies.js';
import { answerBrowser, callerOf, namedBrowser } from '../../request/browser.js';
import { checkProxyPeer } from '../../request/proxy-peer.js';
import {
  browserSecrets,
  clearSiteCookie,
  forgetBrowserSecrets,
  keepBrowserSecret,
  setSiteCookie,
  siteCookie,
} from '../../request/site-cookies.js';
import type { Edge, Handler, Request } from '../../route.js';
import { signOutPageUrl } from './sign-out-page.js';

/** How long a browser can take to sign in. */
const SIGN_IN_SECONDS = 3600;

/** `/.passgraph/start` on a protected host: begins a sign-in. */
export const start: Handler = async (edge, request, response) => {
  const site = await siteOf(edge, request);
  const { origin } = site;
  const { url, browserSecret: secret } = await beginSignIn(edge.deps, site, {
    returnTo: onlyValue(request, 'rd'),
    browserSecrets: browserSecrets(request, origin),
    caller: callerOf(request),
  });
  const expires = secondsAfter(edge.deps.clock.now(), SIGN_IN_SECONDS);
  keepBrowserSecret(edge.deps, request, response, { origin, secret, expires });
  redirect(response, url);
};

/** `/forward-auth/authorize` on this server: signs the user in. */
export const authorize: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const handle = onlyValue(request, 'request') ?? '';
  answerBrowser(edge, request, response, await authorizeSite(edge.deps, handle, browser));
};

/** `/.passgraph/callback` on a protected host: the end of a sign-in. */
export const callback: Handler = async (edge, request, response) => {
  const site = await siteOf(edge, request);
  const secrets = browserSecrets(request, site.origin);
  const { cookie, expiresAt, target } = await finishSignIn(edge.deps, site, {
    code: onlyValue(request, 'code'),
    browserSecrets: secrets,
    replaced: siteCookie(request, site.origin),
    caller: callerOf(request),
  }).catch((error: unknown) => {
    if (!(error instanceof OAuthError)) throw error;
    // The page offers to begin again, because a user can meet it without an attack, for example with blocked cookies.
    const client = { ...site.client, client_uri: `${originText(site.origin)}/` };
    throw staleSignIn(client, { isSignedIn: false, hasCookie: secrets.length > 0 });
  });
  setSiteCookie(response, site.origin, cookie, expiresAt);
  forgetBrowserSecrets(request, response, site.origin);
  redirect(response, `${originText(site.origin)}${target}`);
};

/** A link to `/.passgraph/sign-out` leads to this server's page, which asks before it signs out. */
export const confirmSignOut: Handler = async (edge, request, response) => {
  redirect(response, signOutPageUrl(edge, await siteOf(edge, request)));
};

/** A form of the application signs the user out at once. */
export const signOut: Handler = async (edge, request, response) => {
  const site = await siteOf(edge, request);
  const { origin } = site;
  checkSameSite(request, originText(origin));
  await signOutOfSite(edge.deps, origin, siteCookie(request, origin), callerOf(request));
  clearSiteCookie(response, origin);
  redirect(response, signOutPageUrl(edge, site));
};

/**
 * Finds the protected host that the request was sent to. Only localhost can be served with http, and its proxy says so.
 * @throws OAuthError with status 403 if another peer than a proxy sent the request, or the host is not protected
 */
async function siteOf({ deps }: Edge, request: Request): Promise<Site> {
  checkProxyPeer(deps, request);
  const host = request.headers.host ?? '';
  const scheme = isLocal(host.toLowerCase()) ? (request.get('x-forwarded-proto') ?? 'http') : 'https';
  const origin = parseSiteOrigin(scheme, host);
  const site = origin && (await findSite(deps, origin));
  if (site === undefined) {
    const message =
      'This server protects no application with this host. The proxy must pass on the Host header of the browser.';
    throw new OAuthError('access_denied', message, { status: 403 });
  }
  return site;
}

/** @throws StatusError 403 if another site sent the form (Fetch Metadata §2.2, RFC 6454 §7) */
function checkSameSite(request: Request, origin: string): void {
  const site = request.get('sec-fetch-site');
  const isSame = site === undefined ? request.get('origin') === origin : site === 'same-origin';
  if (!isSame) throw statusError(403, 'Only a page of the same host may sign the user out.');
}

/** The value of a parameter. A repeated parameter has none, because it is unclear which value counts. */
function onlyValue(request: Request, name: string): string | undefined {
  const values = queryOf(request).getAll(name);
  return values.length === 1 ? values[0] : undefined;
}
