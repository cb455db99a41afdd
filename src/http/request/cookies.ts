import { parseCookie, stringifySetCookie } from 'cookie';
import { newSecret, sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import type { Edge, Request, Response } from '../route.js';

/** RFC 6265bis §4.1.3.2: a `__Host-` cookie is this host's own, and came over TLS. Browsers take it on https only. */
function cookieName({ issuer }: Config, name: 'session' | 'browser'): string {
  return issuer.startsWith('https:') ? `__Host-passgraph_${name}` : `passgraph_${name}`;
}

/** What browsers grant at most (RFC 6265bis §5.5): 400 days. */
const LONGEST_AGE = 34_560_000;

export function sessionCookie({ deps }: Edge, request: Request): string | undefined {
  return cookiesOf(request)[cookieName(deps.config, 'session')];
}

export function setSessionCookie({ deps }: Edge, response: Response, value: string): void {
  setCookie(deps.config, response, 'session', value, deps.config.sessionAbsoluteLifetime);
}

export function clearSessionCookie({ deps }: Edge, response: Response): void {
  setCookie(deps.config, response, 'session', '', 0);
}

/** The browser as records know it, `undefined` where it has no name yet. */
export function knownBrowser({ deps }: Edge, request: Request): string | undefined {
  const value = cookiesOf(request)[cookieName(deps.config, 'browser')];
  return value !== undefined && /^[\w-]{43}$/.test(value) ? sha256(value) : undefined;
}

/**
 * The browser as records know it; one without a name gets it now. Not for what another site may post: its cookie
 * stays at home then, and a new one would take its place.
 */
export function browserOf(edge: Edge, request: Request, response: Response): string {
  const known = knownBrowser(edge, request);
  if (known !== undefined) return known;
  const value = newSecret(edge.deps.random);
  setCookie(edge.deps.config, response, 'browser', value, LONGEST_AGE);
  return sha256(value);
}

function cookiesOf(request: Request) {
  return parseCookie(request.headers.cookie ?? '');
}

function setCookie(
  config: Config,
  response: Response,
  name: 'session' | 'browser',
  value: string,
  maxAge: number,
): void {
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.issuer.startsWith('https:'),
  } as const;
  response.append('Set-Cookie', stringifySetCookie({ name: cookieName(config, name), value, maxAge, ...attributes }));
}
