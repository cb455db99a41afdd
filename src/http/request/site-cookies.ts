import { parseCookie, stringifySetCookie } from 'cookie';
import type { SiteOrigin } from '../../forward-auth/site.js';
import { newShortId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { Request, Response } from '../route.js';

/**
 * The names of the cookies of a protected host. Cookies ignore the port, so the port is a part of the name. Browsers
 * accept a `__Host-` cookie only over TLS and only from this host (RFC 6265bis §4.1.3.2).
 */
function cookieName({ scheme, host }: SiteOrigin, name: 'forward_auth' | 'sign_in'): string {
  const [, port] = /:(\d+)$/.exec(host) ?? [];
  return `${scheme === 'https' ? '__Host-' : ''}passgraph_${name}${port === undefined ? '' : `_${port}`}`;
}

/** The cookie of the user who is signed in at the host. */
export function siteCookie(request: Request, origin: SiteOrigin): string | undefined {
  return cookiesOf(request)[cookieName(origin, 'forward_auth')];
}

/** Sets the cookie of the user, or deletes it if `value` is empty. */
export function setSiteCookie(response: Response, origin: SiteOrigin, value: string, expires: Date): void {
  setCookie(response, origin, cookieName(origin, 'forward_auth'), { value, expires });
}

const MAX_SIGN_INS = 10;

/** The secrets of the sign-ins that this browser has begun at the host. Tabs that open at once get one each. */
export function browserSecrets(request: Request, origin: SiteOrigin): readonly string[] {
  return signInCookies(request, origin).map(([, value]) => value);
}

function signInCookies(request: Request, origin: SiteOrigin): readonly (readonly [name: string, value: string])[] {
  const prefix = `${cookieName(origin, 'sign_in')}_`;
  return Object.entries(cookiesOf(request))
    .flatMap(([name, value = '']) =>
      name.startsWith(prefix) && /^[\w-]{43}$/.test(value) ? [[name, value] as const] : [],
    )
    .slice(0, MAX_SIGN_INS);
}

/** Stores the secret of a sign-in in the browser, if the browser does not have it yet. */
export function keepBrowserSecret(
  { random }: Deps,
  request: Request,
  response: Response,
  { origin, secret, expires }: { readonly origin: SiteOrigin; readonly secret: string; readonly expires: Date },
): void {
  const known = signInCookies(request, origin).find(([, value]) => value === secret);
  const name = known?.[0] ?? `${cookieName(origin, 'sign_in')}_${newShortId(random)}`;
  setCookie(response, origin, name, { value: secret, expires });
}

/** Deletes the secrets of all sign-ins at the host, because the user is now signed in. */
export function forgetBrowserSecrets(request: Request, response: Response, origin: SiteOrigin): void {
  for (const [name] of signInCookies(request, origin)) setCookie(response, origin, name, DELETED);
}

const DELETED = { value: '', expires: new Date(0) } as const;

export function clearSiteCookie(response: Response, origin: SiteOrigin): void {
  setSiteCookie(response, origin, DELETED.value, DELETED.expires);
}

function cookiesOf(request: Request) {
  return parseCookie(request.headers.cookie ?? '');
}

interface CookieValue {
  readonly value: string;
  readonly expires: Date;
}

function setCookie(response: Response, { scheme }: SiteOrigin, name: string, cookie: CookieValue): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: scheme === 'https' } as const;
  response.append('Set-Cookie', stringifySetCookie({ name, ...cookie, ...attributes }));
}
