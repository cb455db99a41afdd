/**
 * This folder contains the log, metrics and traces of requests, for operators. They must not contain the path, query,
 * headers or body of a request, because these may contain identifiers and secrets. The name of the route is recorded
 * instead of the path. To understand this folder, read `requestLog` first.
 */

import type { RequestHandler } from 'express';
import { newUuid } from '../../keys/secrets.js';
import type { Edge, Locals } from '../route.js';

/** Gives each request an id, logs the request and measures its duration. */
export function requestLog({ deps, metrics }: Edge): RequestHandler {
  let isWarned = deps.config.trustProxy !== undefined;
  return (request, response, next) => {
    const locals = response.locals as Locals;
    locals.requestId = newUuid(deps.random);
    response.set('X-Request-Id', locals.requestId);
    if (!isWarned && request.headers['x-forwarded-for'] !== undefined) {
      isWarned = true;
      deps.log.warn(
        {},
        'a proxy forwards requests, but TRUST_PROXY is not set, so all clients share the address and the rate limits of the proxy. Set TRUST_PROXY.',
      );
    }
    const end = metrics.begin();
    const started = performance.now();
    response.once('close', () => {
      const name = locals.route?.name ?? 'unmatched';
      const route = locals.isStream ? `${name}-stream` : name;
      const { method } = request;
      const status = response.statusCode;
      const milliseconds = Math.round((performance.now() - started) * 10) / 10;
      end({ route, method: LABELLED_METHODS.has(method) ? method : 'OTHER', status });
      const detail = { requestId: locals.requestId, method, route, status, milliseconds };
      const level = locals.route?.quiet ? 'debug' : 'info';
      if (response.writableFinished) deps.log[level](detail, 'request');
      else deps.log[level]({ ...detail, status: undefined }, 'request aborted');
    });
    next();
  };
}

/**
 * The methods that metrics name. All other methods share the label `OTHER`: clients can invent methods, and the memory
 * for a label is never freed.
 */
const LABELLED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
