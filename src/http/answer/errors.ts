/**
 * What the server sends: pages, redirects, errors, and the headers of each. Nothing here reads a body or a record. Every
 * error of the server passes `translateErrors`; start reading there.
 */

import type { ErrorRequestHandler } from 'express';
import type { LimitName } from '../../model/deps.js';
import { AdminError, type AdminErrorCode, CeremonyError, OAuthError } from '../../model/errors.js';
import { errorPage } from '../../pages/error-page.js';
import { LIMITS } from '../request/limits.js';
import type { Edge, Request, Response, RouteKind } from '../route.js';
import { frameOf, sendPage } from './send.js';
import { isStatusError } from './status-error.js';

/** An error as the response shows it. Each kind of route has its own format. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Converts every error to a response. No other code does. */
export function translateErrors(edge: Edge): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    sendRefusal(edge, request, response as Response, toRefusal(edge, error, response as Response));
  };
}

function toRefusal({ deps }: Edge, error: unknown, response: Response): Refusal {
  const { requestId, route } = response.locals;
  const where = { requestId, route: route?.name };
  if (error instanceof OAuthError) {
    const { status, error: code, description: message, headers, reason } = error;
    deps.log.info({ ...where, error: code, reason }, message);
    return { status, code, message, headers };
  }
  if (error instanceof CeremonyError) {
    const { status, code, message, reason, limit } = error;
    deps.log.info({ ...where, error: code, reason }, message);
    return { status, code, message, ...(limit !== undefined && { headers: retryAfter(limit) }) };
  }
  if (error instanceof AdminError) {
    const { code, message } = error;
    return { status: ADMIN_STATUS[code], code: code.toLowerCase(), message };
  }
  if (isStatusError(error)) {
    const { status, publicMessage, headers = {} } = error;
    const message = publicMessage ?? BODY_REFUSALS[status] ?? 'This request is malformed.';
    return { status, code: CODES[status] ?? 'invalid_request', message, headers };
  }
  deps.log.error({ ...where, err: error }, 'request failed');
  return { status: 500, code: 'server_error', message: `Something went wrong on our side. Reference: ${requestId}` };
}

function retryAfter(limit: LimitName) {
  return { 'Retry-After': String(LIMITS[limit].duration) };
}

/** The status codes of the account page. GraphQL has its own format. */
const ADMIN_STATUS: Readonly<Record<AdminErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
};

/** The codes of errors that have only a status. */
const CODES: Readonly<Record<number, string>> = {
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'content_too_large',
  429: 'rate_limited',
};

const BODY_REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request body does not match its Content-Type.',
  413: 'The request body is too large.',
  415: 'The Content-Encoding or charset of this request is not supported.',
};

function sendRefusal(edge: Edge, request: Request, response: Response, refusal: Refusal): void {
  const { status, code, message, headers = {} } = refusal;
  response.status(status).set(headers).set('Cache-Control', 'no-store');
  const kind = response.locals.route?.kind ?? kindWithoutRoute(request);
  if (kind === 'page' || kind === 'front') {
    const { requestId, route } = response.locals;
    const signingOut = route !== undefined && SIGNING_OUT.has(route.name);
    sendPage(response, errorPage(frameOf(edge, request), { status, code, message, requestId, signingOut }));
  } else {
    // RFC 6749 §5.2 and HTTP/1.0 caches: an error must not be stored.
    if (kind === 'oauth') response.set('Pragma', 'no-cache');
    response.json(BODIES[kind](code, message));
  }
}

const SIGNING_OUT: ReadonlySet<string> = new Set(['logout', 'logout-confirm', 'basic-logout']);

/** A browser gets a page for an unknown address, because it accepts HTML. */
function kindWithoutRoute(request: Request): RouteKind {
  return request.accepts(['json', 'html']) === 'html' ? 'page' : 'plain';
}

/** Codes that RFC 6749 §5.2 does not have. */
const NOT_IN_OAUTH: ReadonlySet<string> = new Set(['content_too_large', 'forbidden', 'method_not_allowed']);

const BODIES: Readonly<Record<Exclude<RouteKind, 'page' | 'front'>, (code: string, message: string) => object>> = {
  /** RFC 6749 §5.2 has one code for all errors in the form of a request. */
  oauth: (code, error_description) => ({ error: NOT_IN_OAUTH.has(code) ? 'invalid_request' : code, error_description }),
  ceremony: (error, message) => ({ error, message }),
  plain: (error, message) => ({ error, message }),
  graphql: (code, message) => ({ errors: [{ message, extensions: { code: GRAPHQL_CODES[code] ?? 'BAD_REQUEST' } }] }),
};

/** The codes of the API for errors that occur before GraphQL runs. All others are BAD_REQUEST. */
const GRAPHQL_CODES: Readonly<Record<string, string>> = {
  rate_limited: 'RATE_LIMITED',
  server_error: 'INTERNAL_SERVER_ERROR',
};
