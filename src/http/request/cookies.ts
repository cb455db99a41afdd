import { parseCookie, stringifySetCookie } from 'cookie';
import { newSecret, newShortId, sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import type { Edge, Request, Response } from '../route.js';

/**
 * RFC 6265bis §4.1.3.2: browsers accept a `__Host-` cookie only over TLS and only from this host, so another host of
 * the domain cannot set it.
 */
function cookieName({ issuer }: Config, name: 'session' | 'browser'): string {
  return issuer.startsWith('https:') ? `__Host-passgraph_${name}` : `passgraph_${name}`;
}

/** 400 days, the longest lifetime that browsers accept (RFC 6265bis §5.5). */
const MAX_AGE_SECONDS = 34_560_000;

export function sessionCookie({ deps }: Edge, request: Request): string | undefined {
  return cookiesOf(request)[cookieName(deps.config, 'session')];
}

export function setSessionCookie({ deps }: Edge, response: Response, value: string): void {
  setCookie(deps.config, response, cookieName(deps.config, 'session'), {
    value,
    maxAge: deps.config.sessionAbsoluteLifetime,
  });
}

/**
 * Deletes the session cookie that the request contained. Without one, sets nothing: browsers send a form of another
 * site without our Lax cookies, so the session can still be active.
 */
export function clearSessionCookie(edge: Edge, request: Request, response: Response): void {
  if (sessionCookie(edge, request) === undefined) return;
  setCookie(edge.deps.config, response, cookieName(edge.deps.config, 'session'), { value: '', maxAge: 0 });
}

/**
 * The SHA-256 of the browser cookie, as records store it. `undefined` if the browser has no valid cookie. If a browser
 * has several, it sends the oldest first (RFC 6265bis §5.8.3), so later ones do not change the result.
 */
export function knownBrowser(edge: Edge, request: Request): string | undefined {
  return knownBrowsers(edge, request)[0];
}

/**
 * The SHA-256 of each browser cookie. Several tabs that open at once in a new browser each get a cookie, because none of
 * their requests has one yet. All of them are this browser.
 */
export function knownBrowsers({ deps }: Edge, request: Request): readonly string[] {
  const name = cookieName(deps.config, 'browser');
  return Object.entries(cookiesOf(request))
    .filter(([key, value]) => (key === name || key.startsWith(`${name}_`)) && /^[\w-]{43}$/.test(value ?? ''))
    .slice(0, MAX_BROWSER_COOKIES)
    .map(([, value]) => sha256(value ?? ''));
}

/** Tabs that open at once. More cookies than these are ignored, so that each request costs little. */
const MAX_BROWSER_COOKIES = 10;

/**
 * The SHA-256 of the browser cookie. If the browser has none, sets one, under a name of its own: otherwise the responses
 * to two tabs would replace each other's cookie. Do not use it for cross-site POSTs, which browsers send without the
 * cookie.
 */
export function browserOf(edge: Edge, request: Request, response: Response): string {
  const known = knownBrowser(edge, request);
  if (known !== undefined) return known;
  const value = newSecret(edge.deps.random);
  const name = `${cookieName(edge.deps.config, 'browser')}_${newShortId(edge.deps.random)}`;
  setCookie(edge.deps.config, response, name, { value, maxAge: MAX_AGE_SECONDS });
  return sha256(value);
}

function cookiesOf(request: Request) {
  return parseCookie(request.headers.cookie ?? '');
}

interface CookieValue {
  readonly value: string;
  readonly maxAge: number;
}

function setCookie(config: Config, response: Response, name: string, cookie: CookieValue): void {
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.issuer.startsWith('https:'),
  } as const;
  response.append('Set-Cookie', stringifySetCookie({ name, ...cookie, ...attributes }));
}
