import compression from 'compression';
import express, { type IRoute, type NextFunction, type RequestHandler, type Router } from 'express';
import { addressKey } from '../audit/address-key.js';
import { allowAnyOrigin, answerPreflight } from './answer/cors.js';
import { keepOpener } from './answer/security-headers.js';
import { statusError } from './answer/status-error.js';
import { bodyParsers } from './request/bodies.js';
import { checkNavigation } from './request/fetch-metadata.js';
import { LIMITS } from './request/limits.js';
import { checkSameOrigin } from './request/same-origin.js';
import { type App, type Edge, type Handler, METHODS, type Request, type Response, type Route } from './route.js';

/** Adds the route table to the app. Paths without parameters are looked up, and not compared one by one. */
export function mountRoutes(app: App, edge: Edge, routes: readonly Route[]): void {
  const exact = new Map<string, Router>();
  app.use((request, response, next) => {
    const router = exact.get(request.path);
    if (router === undefined) next();
    else router(request, response, next);
  });
  for (const route of routes) {
    for (const path of route.paths) {
      if (path.includes(':')) {
        mountRoute(app.route(path), edge, route);
        continue;
      }
      const router = express.Router({ caseSensitive: true, strict: true });
      mountRoute(router.route(path), edge, route);
      exact.set(path, router);
    }
  }
}

/** Adds one row of the route table. A request with a method that the row does not list gets the status 405. */
function mountRoute(mounted: IRoute, edge: Edge, route: Route): void {
  const allowed = allowedMethods(route);
  mounted.all(step((request, response) => enter(route, request, response)));
  if (!takesHead(route)) mounted.head(refuseMethod(allowed));
  if (isOpened(route)) {
    // Check the navigation before the rate limits, because a request that the browser sends in the background must
    // not use up the user's attempts.
    mounted.get(step((request) => checkNavigation(route, request)));
    mounted.post(step((request) => checkNavigation({}, request)));
  }
  if (route.GET) {
    if (route.compressed) mounted.get(compress);
    mounted.get(step(countAttempt(edge, route)), handled(edge, route.GET));
  }
  if (route.POST) {
    const guarded = route.kind === 'page' || route.kind === 'ceremony';
    if (guarded) mounted.post(step((request) => checkSameOrigin(edge.deps.config, route.kind, request)));
    mounted.post(step(countAttempt(edge, route)), ...bodyParsers[route.kind]);
    mounted.post(handled(edge, route.POST));
  }
  mounted.options((request, response: Response) => {
    if (route.cors) answerPreflight(request, response, allowed);
    response.set('Allow', allowed).status(204).end();
  });
  mounted.all(refuseMethod(allowed));
}

/**
 * RFC 9110 §9.2.1: HEAD must be safe. On routes of the kind `front`, a GET may end a session or issue a code, so these
 * routes refuse HEAD.
 */
function takesHead({ GET, kind }: Route): boolean {
  return GET !== undefined && kind !== 'front';
}

/** Whether browsers open the addresses of the route as a page. */
function isOpened({ kind }: Route): boolean {
  return kind === 'page' || kind === 'front';
}

function refuseMethod(allowed: string) {
  return (): never => {
    throw statusError(405, `This endpoint allows only ${allowed}.`, { Allow: allowed });
  };
}

const compress = compression();

type Step = (request: Request, response: Response) => Promise<void> | void;

/** Converts a step that runs before the handler into Express middleware. */
function step(run: Step): RequestHandler {
  return async (request, response, next: NextFunction) => {
    await run(request, response as Response);
    next();
  };
}

/** Converts the handler of a route into an Express handler, after which no other handler runs. */
function handled(edge: Edge, handler: Handler): RequestHandler {
  return (request, response) => handler(edge, request, response as Response);
}

function enter(route: Route, _request: Request, response: Response): void {
  response.locals.route = route;
  if (route.cors) allowAnyOrigin(response);
  if (route.kind === 'front') keepOpener(response);
}

function countAttempt({ deps }: Edge, { limit }: Route): Step {
  return async (request) => {
    if (limit === undefined || (await deps.limits.take(limit, addressKey(request.ip)))) return;
    const wait = String(LIMITS[limit].duration);
    throw statusError(429, 'Too many attempts from this address. Wait a moment, then try again.', {
      'Retry-After': wait,
    });
  };
}

function allowedMethods(route: Route): string {
  return METHODS.filter((method) => route[method])
    .flatMap((method) => (method === 'GET' && takesHead(route) ? ['GET', 'HEAD'] : [method]))
    .concat('OPTIONS')
    .join(', ');
}
