/**
 * This folder sends responses: pages, redirects, errors and their headers. It reads neither request bodies nor records.
 * To understand this folder, read `translateErrors` first, which converts every error into a response.
 */

import type { ErrorRequestHandler } from 'express';
import type { LimitName } from '../../model/deps.js';
import {
  AdminError,
  type AdminErrorCode,
  CeremonyError,
  OAuthError,
  StoreUnavailableError,
  temporarilyUnavailable,
} from '../../model/errors.js';
import { errorPage, hasSignOutForm } from '../../pages/error-page.js';
import { isProxiedNavigation } from '../request/fetch-metadata.js';
import { LIMITS } from '../request/limits.js';
import type { Edge, Request, Response, Route, RouteKind } from '../route.js';
import { frameOf, sendPage } from './send.js';
import { isStaleSignIn, sendStale } from './stale-sign-in.js';
import { isStatusError } from './status-error.js';

/** An error that is ready to be sent. `BODIES` has the format of the response for each kind of route. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes the error handler of the server. It converts every error that a handler throws into a response. */
export function translateErrors(edge: Edge): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (isStaleSignIn(error)) return sendStale(edge, request, response as Response, error);
    sendRefusal(edge, request, response as Response, toRefusal(edge, error, response as Response));
  };
}

function toRefusal({ deps }: Edge, error: unknown, response: Response): Refusal {
  const { requestId, route } = response.locals;
  const where = { requestId, route: route?.name };
  if (error instanceof StoreUnavailableError) {
    deps.log.warn({ ...where, outcome: error.outcome, err: error }, 'the database was not available for a request');
    const { status, error: code, description: message, headers } = temporarilyUnavailable(error);
    return { status, code, message, headers };
  }
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
    const headers = code === 'RATE_LIMITED' ? { 'Retry-After': '60' } : {};
    return { status: ADMIN_STATUS[code], code: code.toLowerCase(), message, headers };
  }
  if (isStatusError(error)) {
    const { status, publicMessage, headers = {} } = error;
    const message = publicMessage ?? messageOfParser(error);
    return { status, code: CODES[status] ?? 'invalid_request', message, headers };
  }
  deps.log.error({ ...where, err: error }, 'request failed');
  return { status: 500, code: 'server_error', message: `Something went wrong on our side. Reference: ${requestId}` };
}

function retryAfter(limit: LimitName) {
  return { 'Retry-After': String(LIMITS[limit].duration) };
}

/**
 * The HTTP status for each code of an `AdminError`. It is used for forms of the account page and for uploads. GraphQL
 * reports the codes in its own format.
 */
const ADMIN_STATUS: Readonly<Record<AdminErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FRESH_SIGN_IN_REQUIRED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
};

/** The error code for each HTTP status. It is used for errors that were thrown with a status but without a code. */
const CODES: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'content_too_large',
  429: 'rate_limited',
};

/**
 * The message for an error of a library. The library's own message can contain a part of the body or URL. The errors of
 * body parsers have a type.
 */
function messageOfParser({ status, type }: { readonly status: number; readonly type?: unknown }): string {
  if (type === 'entity.parse.failed') return 'The request body is not valid JSON.';
  const refusal = type === undefined ? undefined : BODY_REFUSALS[status];
  return refusal ?? 'This request is malformed. Check its URL, headers and body.';
}

const BODY_REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request body does not match its headers.',
  413: 'The request body is too large.',
  415: 'The Content-Encoding or charset of this request is not supported.',
};

function sendRefusal(edge: Edge, request: Request, response: Response, refusal: Refusal): void {
  const { status, code, message, headers = {} } = refusal;
  response.status(status).set(headers).set('Cache-Control', 'no-store');
  const kind = kindOfAnswer(response.locals.route, request, status);
  if (kind === 'page' || kind === 'front') {
    const { requestId, route } = response.locals;
    const during = route === undefined ? undefined : DURING[route.name];
    const props = { status, code, message, requestId, during };
    sendPage(response, errorPage(frameOf(edge, request), props), hasSignOutForm(props) ? 'self' : 'none');
  } else {
    // RFC 6749 §5.2: caches must not store an error. HTTP/1.0 caches understand only `Pragma`, so OAuth endpoints send
    // this header too.
    if (kind === 'oauth') response.set('Pragma', 'no-cache');
    response.json(BODIES[kind](code, message));
  }
}

/** What the user was doing, for the routes whose errors are not about a sign-in at an application. */
const DURING: Readonly<Record<string, 'signOut' | 'account'>> = {
  logout: 'signOut',
  'logout-confirm': 'signOut',
  'basic-logout': 'signOut',
  'basic-logout-confirm': 'signOut',
  enroll: 'account',
  join: 'account',
  account: 'account',
  'account-picture': 'account',
  'account-resume': 'account',
  'account-shown': 'account',
  'account-device': 'account',
  'verify-email': 'account',
  report: 'account',
};

/**
 * A proxy passes the answer to its question on to the browser. If a browser opens a page while this server is in trouble,
 * it gets a page. The other refusals are for the administrator of the proxy, and stay JSON with their message.
 */
function kindOfAnswer(route: Route | undefined, request: Request, status: number): RouteKind {
  if (route === undefined) return kindWithoutRoute(request);
  return route.asksForBrowser && status >= 500 && isProxiedNavigation(request) ? 'page' : route.kind;
}

/**
 * Chooses how to send the error for an unknown path: as a page if the client accepts HTML, as browsers do; otherwise as
 * JSON.
 */
function kindWithoutRoute(request: Request): RouteKind {
  return request.accepts(['json', 'html']) === 'html' ? 'page' : 'plain';
}

/**
 * Error codes of this server that RFC 6749 §5.2 does not define. OAuth endpoints send `invalid_request` instead of
 * them.
 */
const NOT_IN_OAUTH: ReadonlySet<string> = new Set(['content_too_large', 'forbidden', 'method_not_allowed']);

const BODIES: Readonly<Record<Exclude<RouteKind, 'page' | 'front'>, (code: string, message: string) => object>> = {
  oauth: (code, error_description) => ({ error: NOT_IN_OAUTH.has(code) ? 'invalid_request' : code, error_description }),
  ceremony: (error, message) => ({ error, message }),
  plain: (error, message) => ({ error, message }),
  graphql: (code, message) => ({ errors: [{ message, extensions: { code: GRAPHQL_CODES[code] ?? 'BAD_REQUEST' } }] }),
};

/**
 * GraphQL error codes for errors that occur before GraphQL runs. All errors that are not listed here have the code
 * `BAD_REQUEST`.
 */
const GRAPHQL_CODES: Readonly<Record<string, string>> = {
  rate_limited: 'RATE_LIMITED',
  temporarily_unavailable: 'UNAVAILABLE',
  server_error: 'INTERNAL_SERVER_ERROR',
};
