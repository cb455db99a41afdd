import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../model/config.js';
import type { Response } from '../route.js';

/**
 * The Content-Security-Policy of every response that is not a page. Such a response may not load or run anything, and
 * no site may embed it.
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
  // RFC 6749 §5.1: caches must not store a response with a token. The handler of a response that caches may store
  // overrides this header.
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
 * Where the forms of a page send the browser. `none`: the page has no form. `self`: to this server. `redirected`: to
 * this server, which can redirect the browser to an application. `application`: to an application.
 */
export type FormTarget = 'none' | 'self' | 'redirected' | 'application';

/**
 * Chromium applies `form-action` also to the redirects that follow a form. If a form leads to an application, the
 * server does not know the URLs of these redirects, so it omits `form-action`.
 */
const FORM_ACTIONS: Readonly<Record<FormTarget, string>> = {
  none: "; form-action 'none'",
  self: "; form-action 'self'",
  redirected: '',
  application: '',
};

/**
 * With `no-referrer`, browsers send `Origin: null` with a form, as if another site had sent the form (Fetch §3.2). So
 * pages with forms have policies that send the origin, but never a path or query (RFC 9700 §4.2.4). Only with `origin`
 * do browsers also send it to applications on http.
 */
const REFERRER_POLICIES: Readonly<Record<FormTarget, string>> = {
  none: 'no-referrer',
  self: 'strict-origin',
  redirected: 'strict-origin',
  application: 'origin',
};

/** Sets the headers of a page that depend on where its forms send the browser. */
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
