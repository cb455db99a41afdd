import type { ErrorRequestHandler } from 'express';
import type { LimitName } from '../../model/deps.js';
import { AdminError, type AdminErrorCode, CeremonyError, OAuthError } from '../../model/errors.js';
import { errorPage } from '../../pages/error-page.js';
import { LIMITS } from '../request/limits.js';
import type { Edge, Request, Response, RouteKind } from '../route.js';
import { frameOf, sendPage } from './send.js';
import { isStatusError } from './status-error.js';

/** What a refusal tells whoever asked; each kind words it its own way. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one place where errors become answers. */
export function translateErrors(edge: Edge): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    answerRefusal(edge, request, response as Response, refusalOf(edge, error, response as Response));
  };
}

function refusalOf({ deps }: Edge, error: unknown, response: Response): Refusal {
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
    const { status, told, headers = {} } = error;
    const message = told ?? BODY_REFUSALS[status] ?? 'This request cannot be read.';
    return { status, code: CODES[status] ?? 'invalid_request', message, headers };
  }
  deps.log.error({ ...where, err: error }, 'request failed');
  return { status: 500, code: 'server_error', message: `Something went wrong on our side. Reference: ${requestId}` };
}

function retryAfter(limit: LimitName) {
  return { 'Retry-After': String(LIMITS[limit].duration) };
}

/** The administration API words them itself; these are of the account page. */
const ADMIN_STATUS: Readonly<Record<AdminErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
};

/** Codes beside those of the error classes. */
const CODES: Readonly<Record<number, string>> = {
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'content_too_large',
  429: 'rate_limited',
};

const BODY_REFUSALS: Readonly<Record<number, string>> = {
  400: 'The body of this request is not what its Content-Type says.',
  413: 'The body of this request is too large.',
  415: 'The encoding of this request is not one that is read here.',
};

function answerRefusal(edge: Edge, request: Request, response: Response, refusal: Refusal): void {
  const { status, code, message, headers = {} } = refusal;
  response.status(status).set(headers).set('Cache-Control', 'no-store');
  const kind = response.locals.route?.kind ?? kindWithoutRoute(request);
  if (kind === 'page' || kind === 'front') {
    const { requestId, route } = response.locals;
    const signingOut = route !== undefined && SIGNING_OUT.has(route.name);
    sendPage(response, errorPage(frameOf(edge, request), { status, code, message, requestId, signingOut }));
  } else {
    // RFC 6749 §5.2: an error is no more to be kept, by whatever cache, than an answer.
    if (kind === 'oauth') response.set('Pragma', 'no-cache');
    response.json(BODIES[kind](code, message));
  }
}

const SIGNING_OUT: ReadonlySet<string> = new Set(['logout', 'logout-confirm', 'basic-logout']);

/** A browser that found no route is shown a page, because it says that it takes one. */
function kindWithoutRoute(request: Request): RouteKind {
  return request.accepts(['json', 'html']) === 'html' ? 'page' : 'plain';
}

const FORMAL: ReadonlySet<string> = new Set(['content_too_large', 'forbidden', 'method_not_allowed']);

const BODIES: Readonly<Record<Exclude<RouteKind, 'page' | 'front'>, (code: string, message: string) => object>> = {
  /** RFC 6749 §5.2 registers one code for whatever is wrong with a request's form. */
  oauth: (code, error_description) => ({ error: FORMAL.has(code) ? 'invalid_request' : code, error_description }),
  ceremony: (error, message) => ({ error, message }),
  plain: (error, message) => ({ error, message }),
  graphql: (code, message) => ({ errors: [{ message, extensions: { code: GRAPHQL_CODES[code] ?? 'BAD_REQUEST' } }] }),
};

/** Codes of the administration API for what is refused before it is asked; what it does not know is a bad request. */
const GRAPHQL_CODES: Readonly<Record<string, string>> = {
  rate_limited: 'RATE_LIMITED',
  server_error: 'INTERNAL_SERVER_ERROR',
};
