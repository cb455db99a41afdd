import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../model/config.js';
import type { Response } from '../route.js';

/**
 * Content-Security-Policy of every response that is not a page: it may not load or run anything, and no site may embed
 * it.
 */
const NO_CONTENT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE_CONTENT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

/** Headers that we set ourselves, because helmet cannot set them or would write a different value. */
const OWN_HEADERS = {
  'Content-Security-Policy': NO_CONTENT,
  'Permissions-Policy':
    'publickey-credentials-get=(self), publickey-credentials-create=(self), ' +
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Robots-Tag': 'noindex, nofollow',
  // RFC 6749 §5.1 requires `no-store` for tokens. Handlers override it for responses that caches may store.
  'Cache-Control': 'no-store',
} as const;

const HSTS_SECONDS = 31_536_000;

/** Adds security headers to every response. Strict-Transport-Security is added only if the issuer has an https URL. */
export function addSecurityHeaders({ issuer }: Pick<Config, 'issuer'>): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: false,
      crossOriginResourcePolicy: false,
      strictTransportSecurity: issuer.startsWith('https:') && { maxAge: HSTS_SECONDS, includeSubDomains: false },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.set(OWN_HEADERS);
      next();
    },
  ];
}

/**
 * Where the forms of a page lead. `none`: it has none. `self`: to this server. `redirected`: to this server, which can
 * redirect the browser to an application. `application`: to an application.
 */
export type FormTarget = 'none' | 'self' | 'redirected' | 'application';

/**
 * Chromium applies `form-action` to every redirect after a form too. If a form leads to an application, the URLs of
 * these redirects are not known in advance, so `form-action` is omitted.
 */
const FORM_ACTIONS: Readonly<Record<FormTarget, string>> = {
  none: "; form-action 'none'",
  self: "; form-action 'self'",
  redirected: '',
  application: '',
};

/**
 * Fetch §3.2: with `no-referrer`, browsers send `Origin: null` with a form, which looks as if another site had sent it.
 * The other policies never send a path or query (RFC 9700 §4.2.4). `origin` includes applications on http.
 */
const REFERRER_POLICIES: Readonly<Record<FormTarget, string>> = {
  none: 'no-referrer',
  self: 'strict-origin',
  redirected: 'strict-origin',
  application: 'origin',
};

/** Sets the headers of a page that depend on its forms. */
export function setPageHeaders(response: Response, forms: FormTarget): void {
  response.set('Content-Security-Policy', `${PAGE_CONTENT}${FORM_ACTIONS[forms]}`);
  response.set('Referrer-Policy', REFERRER_POLICIES[forms]);
}

/**
 * An application may open our pages in a popup. This header keeps `window.opener` of the popup, which `same-origin`
 * would remove.
 */
export function keepOpener(response: Response): void {
  response.set('Cross-Origin-Opener-Policy', 'unsafe-none');
}
