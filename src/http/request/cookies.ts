import { parseCookie, stringifySetCookie } from 'cookie';
import { newSecret, sha256 } from '../../keys/secrets.js';
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
  setCookie(deps.config, response, 'session', { value, maxAge: deps.config.sessionAbsoluteLifetime });
}

/**
 * Deletes the session cookie that the request contained. Without one, sets nothing: browsers send a form of another
 * site without our Lax cookies, so the session can still be active.
 */
export function clearSessionCookie(edge: Edge, request: Request, response: Response): void {
  if (sessionCookie(edge, request) === undefined) return;
  setCookie(edge.deps.config, response, 'session', { value: '', maxAge: 0 });
}

/** The SHA-256 of the browser cookie, as records store it. `undefined` if the browser has no valid cookie. */
export function knownBrowser({ deps }: Edge, request: Request): string | undefined {
  const value = cookiesOf(request)[cookieName(deps.config, 'browser')];
  return value !== undefined && /^[\w-]{43}$/.test(value) ? sha256(value) : undefined;
}

/**
 * The SHA-256 of the browser cookie. If the browser has none, sets one. Do not use it for cross-site POSTs: browsers
 * send them without the cookie, and the new cookie would replace the existing one.
 */
export function browserOf(edge: Edge, request: Request, response: Response): string {
  const known = knownBrowser(edge, request);
  if (known !== undefined) return known;
  const value = newSecret(edge.deps.random);
  setCookie(edge.deps.config, response, 'browser', { value, maxAge: MAX_AGE_SECONDS });
  return sha256(value);
}

function cookiesOf(request: Request) {
  return parseCookie(request.headers.cookie ?? '');
}

interface CookieValue {
  readonly value: string;
  readonly maxAge: number;
}

function setCookie(config: Config, response: Response, name: 'session' | 'browser', cookie: CookieValue): void {
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.issuer.startsWith('https:'),
  } as const;
  response.append('Set-Cookie', stringifySetCookie({ name: cookieName(config, name), ...cookie, ...attributes }));
}
