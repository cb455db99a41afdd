/**
 * This folder reads requests: bodies, cookies, the browser, the issuer, the IP address. It sends nothing but cookies
 * and must not know which route it serves. To understand this folder, read `bodyParsers` first.
 */

import type { IncomingMessage } from 'node:http';
import express, { type RequestHandler } from 'express';
import { statusError } from '../answer/status-error.js';
import type { Request, RouteKind } from '../route.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Reads the body of a form as text. `formOf` parses it later, because Express's form parser would hide that a parameter
 * occurs twice. `typeError` has already checked the type of a body.
 */
const parseForm = express.text({ type: hasBody, limit: '64kb', inflate: false });
const parseJson = express.json({ type: JSON_TYPE, limit: '64kb', inflate: false });
/** For `npm run doctor`, whose requests are small. */
const parseSmallJson = express.json({ type: JSON_TYPE, limit: '1kb', inflate: false });
const parseGraphql = express.json({ type: JSON_TYPE, limit: '256kb', inflate: false });

/** The middleware that parses the body of a POST, for each kind of route. */
export const bodyParsers: Readonly<Record<RouteKind, readonly RequestHandler[]>> = {
  page: [(request, _response, next) => next(typeError(request, FORM)), parseForm],
  front: [(request, _response, next) => next(typeError(request, FORM)), parseForm],
  oauth: [(request, _response, next) => next(typeError(request, FORM)), parseForm],
  ceremony: [(request, _response, next) => next(typeError(request, JSON_TYPE)), parseJson],
  graphql: [(request, _response, next) => next(typeError(request, JSON_TYPE)), parseGraphql],
  plain: [(request, _response, next) => next(typeError(request, JSON_TYPE)), parseSmallJson],
};

function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/**
 * Checks the Content-Type. A form without a body needs none. A JSON request always needs it, because a form of another
 * site cannot send this Content-Type. So the check refuses cross-site forms.
 */
function typeError(request: Request, type: string): Error | undefined {
  if (request.headers['content-type'] === type && hasBody(request)) return undefined;
  if (type === FORM && !hasBody(request)) return undefined;
  return request.is(type) ? undefined : statusError(415, `The Content-Type of this request must be ${type}.`);
}

/**
 * Returns the parameters of a form body in their order. A repeated parameter occurs several times in the result, so
 * that callers can reject it.
 */
export function formOf(request: Request): URLSearchParams {
  return new URLSearchParams(typeof request.body === 'string' ? request.body : '');
}

/**
 * Returns the parameters of the URL in their order. A repeated parameter occurs several times in the result, so that
 * callers can reject it.
 */
export function queryOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.originalUrl.slice(start + 1));
}

/** Returns the members of a JSON body. Throws 400 if the body is not a JSON object. */
export function jsonOf(request: Request): Readonly<Record<string, unknown>> {
  const body: unknown = request.body;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw statusError(400, 'The body of this request must be a JSON object.');
}
