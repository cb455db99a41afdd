import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { CONSOLE_CLIENT_ID } from '../../model/clients/client.js';
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

/** Headers that this server sets itself, because helmet cannot set them or would give them a different value. */
const OWN_HEADERS = {
  'Content-Security-Policy': NO_CONTENT,
  'Permissions-Policy':
    'publickey-credentials-get=(self), publickey-credentials-create=(self), ' +
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Robots-Tag': 'noindex, nofollow',
  // RFC 6749 §5.1: caches must not store a response with a token. A handler whose response may be stored by caches
  // overrides this header.
  'Cache-Control': 'no-store',
} as const;

const HSTS_SECONDS = 31_536_000;

/** Adds security headers to every response. Strict-Transport-Security is added only if the issuer has an https URL. */
export function addSecurityHeaders({ issuer }: Pick<Config, 'issuer'>): RequestHandler {
  const headers = { ...headersOfHelmet(issuer), ...OWN_HEADERS };
  const entries = Object.entries(headers);
  return (_request, response, next) => {
    for (const [name, value] of entries) response.setHeader(name, value);
    next();
  };
}

/** The headers of helmet, which are the same for all responses, so they are computed only once. */
function headersOfHelmet(issuer: string): Record<string, string> {
  const addHeaders = helmet({
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: false,
    strictTransportSecurity: issuer.startsWith('https:') && { maxAge: HSTS_SECONDS, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  });
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  addHeaders(response.req, response, () => undefined);
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}

/**
 * Where the browser goes when the user sends a form of the page. `none`: the page has no form. `self`: to this server.
 * `redirected`: to this server, which can redirect the browser to an application. `application`: to an application.
 */
export type FormTarget = 'none' | 'self' | 'redirected' | 'application';

/**
 * The directive `form-action` for each target. Chromium applies it also to the redirects that follow a form. The server
 * does not know where an application redirects, so the directive is omitted if a form leads to an application.
 */
const FORM_ACTIONS: Readonly<Record<FormTarget, string>> = {
  none: "; form-action 'none'",
  self: "; form-action 'self'",
  redirected: '',
  application: '',
};

/**
 * With `no-referrer`, browsers send `Origin: null` with a form, as if another site had sent the form (Fetch §3.2). So
 * pages with forms have policies that send the origin, but never a path or query (RFC 9700 §4.2.4). Only the policy
 * `origin` also sends the origin to applications that use http.
 */
const REFERRER_POLICIES: Readonly<Record<FormTarget, string>> = {
  none: 'no-referrer',
  self: 'strict-origin',
  redirected: 'strict-origin',
  application: 'origin',
};

/** Sets the headers of a page that depend on where the browser goes when the user sends a form. */
export function setPageHeaders(response: Response, forms: FormTarget): void {
  response.set('Content-Security-Policy', `${PAGE_CONTENT}${FORM_ACTIONS[forms]}`);
  response.set('Referrer-Policy', REFERRER_POLICIES[forms]);
}

/**
 * Sets the headers of the console. Its scripts can use no function that makes HTML or code of a text (Trusted Types).
 */
export function setConsoleHeaders(response: Response): void {
  setPageHeaders(response, 'none');
  response.set('Content-Security-Policy', `${PAGE_CONTENT}${FORM_ACTIONS.none}${PREVIEW_FRAMES}${TRUSTED_TYPES}`);
}

/**
 * A preview of the branding is a file in memory that a sandboxed frame shows. Only scripts of the console can make such
 * a file, and it has the policy of the console.
 */
const PREVIEW_FRAMES = '; frame-src blob:';

const TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types 'none'";

/**
 * Sets a Cross-Origin-Opener-Policy that keeps `window.opener`, because an application may open our pages in a popup.
 * The usual policy, `same-origin`, would remove `window.opener` from the popup.
 */
export function keepOpener(response: Response): void {
  response.set('Cross-Origin-Opener-Policy', 'unsafe-none');
}

/**
 * Keeps `window.opener` as an application may need it. A sign-in to the console has the policy of the console instead:
 * after a change of the policy, the console could not find the window in which the user signs in.
 */
export function keepOpenerOf(clientId: string | null, response: Response): void {
  if (clientId === CONSOLE_CLIENT_ID) response.set('Cross-Origin-Opener-Policy', 'same-origin');
  else keepOpener(response);
}
