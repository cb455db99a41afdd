import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../model/config.js';
import type { Response } from '../route.js';

/** For responses that are not pages: they run, load and frame nothing. */
const NO_CONTENT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE_CONTENT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

/** Headers that helmet does not set, or would format differently. */
const OWN_HEADERS = {
  'Content-Security-Policy': NO_CONTENT,
  'Permissions-Policy':
    'publickey-credentials-get=(self), publickey-credentials-create=(self), ' +
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Robots-Tag': 'noindex, nofollow',
  // RFC 6749 §5.1 requires it for tokens. Responses that may be stored override it.
  'Cache-Control': 'no-store',
} as const;

const HSTS_SECONDS = 31_536_000;

/** The headers of every response. */
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

/** The target of a page's forms. */
export type FormTarget = 'self' | 'application';

/**
 * Chromium applies `form-action` to every redirect after a form, those of the application too. A page whose forms lead
 * to an application cannot list them, so it has no `form-action`.
 */
export function setPageHeaders(response: Response, forms: FormTarget): void {
  response.set('Content-Security-Policy', forms === 'self' ? `${PAGE_CONTENT}; form-action 'self'` : PAGE_CONTENT);
}

/** For pages that an application opens in a popup: with `same-origin` the popup would lose its opener. */
export function keepOpener(response: Response): void {
  response.set('Cross-Origin-Opener-Policy', 'unsafe-none');
}
