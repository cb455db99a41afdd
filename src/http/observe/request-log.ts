import type { RequestHandler } from 'express';
import { newUuid } from '../../keys/secrets.js';
import type { Edge, Locals } from '../route.js';

/** No path, no query, no header goes into the log: the name of the route says what was asked. */
export function requestLog({ deps, metrics }: Edge): RequestHandler {
  let isWarned = deps.config.trustProxy !== undefined;
  return (request, response, next) => {
    const locals = response.locals as Locals;
    locals.requestId = newUuid(deps.random);
    response.set('X-Request-Id', locals.requestId);
    if (!isWarned && request.headers['x-forwarded-for'] !== undefined) {
      isWarned = true;
      deps.log.warn({}, 'a proxy forwards requests, but TRUST_PROXY is not set: all have its address, and its limits');
    }
    const end = metrics.begin();
    const started = performance.now();
    response.once('close', () => {
      const route = locals.route?.name ?? 'unmatched';
      const { method } = request;
      const status = response.statusCode;
      const milliseconds = Math.round((performance.now() - started) * 10) / 10;
      end({ route, method: METHODS_SEEN.has(method) ? method : 'OTHER', status });
      const detail = { requestId: locals.requestId, method, route, status, milliseconds };
      const level = locals.route?.quiet ? 'debug' : 'info';
      if (response.writableFinished) deps.log[level](detail, 'request');
      else deps.log[level]({ ...detail, status: undefined }, 'request broken off');
    });
    next();
  };
}

/** A stranger's method is no label: labels are kept. */
const METHODS_SEEN: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
