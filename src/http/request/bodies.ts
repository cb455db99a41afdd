/**
 * What the server reads from a request: bodies, cookies, the browser, the issuer, the address. Nothing here sends a
 * response, except cookies, and nothing knows which route it serves. Start reading at `bodyParsers`.
 */

import express, { type RequestHandler } from 'express';
import { statusError } from '../answer/status-error.js';
import type { Request, RouteKind } from '../route.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** A form is read as text, because a parser would hide that a parameter occurs twice. */
const parseForm = express.text({ type: FORM, limit: '64kb', inflate: false });
const parseJson = express.json({ type: JSON_TYPE, limit: '64kb', inflate: false });
const parseGraphql = express.json({ type: JSON_TYPE, limit: '256kb', inflate: false });

/** The parsers of a POST body. */
export const bodyParsers: Readonly<Record<RouteKind, readonly RequestHandler[]>> = {
  page: [(request, _response, next) => next(typeError(request, FORM)), parseForm],
  front: [(request, _response, next) => next(typeError(request, FORM)), parseForm],
  oauth: [(request, _response, next) => next(typeError(request, FORM)), parseForm],
  ceremony: [(request, _response, next) => next(typeError(request, JSON_TYPE)), parseJson],
  graphql: [(request, _response, next) => next(typeError(request, JSON_TYPE)), parseGraphql],
  plain: [],
};

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/** An empty form needs no type. JSON always needs it, because a form of another site cannot send that type. */
function typeError(request: Request, type: string): Error | undefined {
  if (type === FORM && !hasBody(request)) return undefined;
  return request.is(type) ? undefined : statusError(415, `The Content-Type of this request must be ${type}.`);
}

/** The parameters of a form body, in order, with duplicates. */
export function formOf(request: Request): URLSearchParams {
  return new URLSearchParams(typeof request.body === 'string' ? request.body : '');
}

/** The parameters of the URL, in order, with duplicates. */
export function queryOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.originalUrl.slice(start + 1));
}

/** The members of a JSON body. */
export function jsonOf(request: Request): Readonly<Record<string, unknown>> {
  const body: unknown = request.body;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw statusError(400, 'The body of this request must be a JSON object.');
}
