import type { RequestHandler } from 'express';
import type { Config } from '../../model/config.js';
import type { Response } from '../route.js';

/** Of whatever is no page: nothing in it is to be run, loaded or framed. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

const HEADERS = {
  'Content-Security-Policy': NOTHING,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy':
    'publickey-credentials-get=(self), publickey-credentials-create=(self), ' +
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
  /** RFC 6749 §5.1 of tokens, and good for pages too: nothing is kept but what says otherwise. */
  'Cache-Control': 'no-store',
} as const;

/** One year; a browser that was here once never asks without TLS again. */
const HSTS = { 'Strict-Transport-Security': 'max-age=31536000' } as const;

export function securityHeaders({ issuer }: Pick<Config, 'issuer'>): RequestHandler {
  const headers = issuer.startsWith('https:') ? { ...HEADERS, ...HSTS } : HEADERS;
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}

/** Where the forms of a page lead. */
export type FormTarget = 'self' | 'application';

/**
 * Chromium applies `form-action` to every redirect behind a form, the application's own included: a page whose forms
 * end at an application cannot name all of them, and goes without.
 */
export function setPageHeaders(response: Response, forms: FormTarget): void {
  response.set('Content-Security-Policy', forms === 'self' ? `${PAGE}; form-action 'self'` : PAGE);
}

/** For pages that applications open in a window of theirs: `same-origin` would take its opener from that window. */
export function keepOpener(response: Response): void {
  response.set('Cross-Origin-Opener-Policy', 'unsafe-none');
}
