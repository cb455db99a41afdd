import { parseCookie, stringifySetCookie } from 'cookie';
import { rememberUser } from '../../access/sessions/known-browser.js';
import { newSecret, newShortId, sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import { MAX_LANGUAGE_TAG_LENGTH } from '../../model/key-length.js';
import type { User } from '../../model/people/user.js';
import type { Edge, Request, Response } from '../route.js';

/**
 * RFC 6265bis §4.1.3.2: browsers accept a `__Host-` cookie only over TLS and only from this host, so another host of
 * the domain cannot set it.
 */
function cookieName({ issuer }: Config, name: 'session' | 'browser' | 'known' | 'language' | 'interaction'): string {
  return issuer.startsWith('https:') ? `__Host-passgraph_${name}` : `passgraph_${name}`;
}

/** The lifetime of the browser cookie: 400 days, the longest that browsers accept (RFC 6265bis §5.5). */
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
 * Deletes the session cookie if the request contains it. If the request does not contain it, the session may still be
 * active, because browsers send a form of another site without our Lax cookies. So this function then does nothing.
 */
export function clearSessionCookie(edge: Edge, request: Request, response: Response): void {
  if (sessionCookie(edge, request) === undefined) return;
  setCookie(edge.deps.config, response, cookieName(edge.deps.config, 'session'), { value: '', maxAge: 0 });
}

/**
 * Returns the SHA-256 hash of the browser cookie, as records store it, or `undefined` if the browser has no valid
 * cookie. Browsers send the oldest cookie first (RFC 6265bis §5.8.3), so the result stays the same if the browser gets
 * more cookies.
 */
export function knownBrowser(edge: Edge, request: Request): string | undefined {
  return knownBrowsers(edge, request)[0];
}

/**
 * Returns the SHA-256 hash of each browser cookie. If several tabs open at once in a new browser, each tab gets a
 * cookie, because none of the requests contains one yet. All of these cookies identify one browser.
 */
export function knownBrowsers({ deps }: Edge, request: Request): readonly string[] {
  const name = cookieName(deps.config, 'browser');
  return Object.entries(cookiesOf(request))
    .filter(([key, value]) => (key === name || key.startsWith(`${name}_`)) && /^[\w-]{43}$/.test(value ?? ''))
    .slice(0, MAX_BROWSER_COOKIES)
    .map(([, value]) => sha256(value ?? ''));
}

/**
 * The maximum number of browser cookies that the server reads from a request. A browser gets several of them if several
 * tabs open at once. Further cookies are ignored, so that each request costs little.
 */
const MAX_BROWSER_COOKIES = 10;

/**
 * Returns the SHA-256 hash of the browser cookie. If the browser has none, sets a cookie with a unique name, so that
 * the responses to two tabs do not replace each other's cookie. Must not be called for cross-site POSTs, which browsers
 * send without the cookie.
 */
export function browserOf(edge: Edge, request: Request, response: Response): string {
  const known = knownBrowser(edge, request);
  if (known !== undefined) return known;
  const value = newSecret(edge.deps.random);
  const name = `${cookieName(edge.deps.config, 'browser')}_${newShortId(edge.deps.random)}`;
  setCookie(edge.deps.config, response, name, { value, maxAge: MAX_AGE_SECONDS });
  return sha256(value);
}

/** The cookie with which the browser remembers who has signed in, so that a sign-in with a new browser is noticed. */
export function knownUsersCookie({ deps }: Edge, request: Request): string | undefined {
  return cookiesOf(request)[cookieName(deps.config, 'known')];
}

export function setKnownUsersCookie(edge: Edge, request: Request, response: Response, user: User): void {
  const value = rememberUser(edge.deps, knownUsersCookie(edge, request), user);
  setCookie(edge.deps.config, response, cookieName(edge.deps.config, 'known'), { value, maxAge: MAX_AGE_SECONDS });
}

/**
 * The language that the user who signed in last has chosen. The pages before a sign-in are shown in it too. Returns
 * `undefined` if there is none.
 */
export function languageCookie({ deps }: Edge, request: Request): string | undefined {
  return cookiesOf(request)[cookieName(deps.config, 'language')] || undefined;
}

/** Makes the browser remember the language of the user. If the user has not chosen one, the cookie is deleted. */
export function setLanguageCookie(edge: Edge, request: Request, response: Response, user: User): void {
  // Earlier versions stored longer values too, and proxies refuse responses with long headers.
  const locale = (user.locale?.length ?? 0) > MAX_LANGUAGE_TAG_LENGTH ? undefined : user.locale;
  if (locale === languageCookie(edge, request)) return;
  const cookie = locale === undefined ? { value: '', maxAge: 0 } : { value: locale, maxAge: MAX_AGE_SECONDS };
  setCookie(edge.deps.config, response, cookieName(edge.deps.config, 'language'), cookie);
}

/** The id of the interaction that this user interrupted to change the account. */
export function interruptedInteraction({ deps }: Edge, request: Request, user: User): string | undefined {
  const value = cookiesOf(request)[cookieName(deps.config, 'interaction')] ?? '';
  return value.startsWith(`${user.id}.`) ? value.slice(user.id.length + 1) : undefined;
}

/** Remembers the user's interaction until the browser is closed, so that the account page leads the user back to it. */
export function setInterruptedInteraction({ deps }: Edge, response: Response, user: User, id: string): void {
  setCookie(deps.config, response, cookieName(deps.config, 'interaction'), { value: `${user.id}.${id}` });
}

function cookiesOf(request: Request) {
  return parseCookie(request.headers.cookie ?? '');
}

interface CookieValue {
  readonly value: string;
  /** In seconds. Without it, the browser forgets the cookie when it is closed. */
  readonly maxAge?: number;
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
