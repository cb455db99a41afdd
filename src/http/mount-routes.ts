import compression from 'compression';
import type { RequestHandler } from 'express';
import { addressKey } from '../audit/address-key.js';
import { isOwnPath } from '../forward-auth/path-rules.js';
import { allowAnyOrigin, answerPreflight } from './answer/cors.js';
import { keepOpener } from './answer/security-headers.js';
import { statusError } from './answer/status-error.js';
import { bodyParsers } from './request/bodies.js';
import { checkNavigation } from './request/fetch-metadata.js';
import { LIMITS } from './request/limits.js';
import { checkSameOrigin } from './request/same-origin.js';
import { type App, type Edge, METHODS, type Request, type Response, type Route } from './route.js';

/** Adds the route table to the app. Paths without parameters are looked up, and not compared one by one. */
export function mountRoutes(app: App, edge: Edge, routes: readonly Route[]): void {
  const exact = new Map<string, RequestHandler>();
  const below: { readonly prefix: string; readonly serve: RequestHandler }[] = [];
  app.use((request, response, next) => {
    const { path } = request;
    const serve = exact.get(path) ?? below.find(({ prefix }) => path.startsWith(prefix))?.serve;
    if (serve !== undefined) return serve(request, response, next);
    if (isOwnPath(path)) enter(UNKNOWN_SITE_PATH, response as Response);
    return next();
  });
  for (const route of routes) {
    const serve = serveRoute(edge, route);
    for (const path of route.paths) {
      if (path.endsWith('/*')) below.push({ prefix: path.slice(0, -1), serve });
      else if (path.includes(':')) app.all(path, serve);
      else exact.set(path, serve);
    }
  }
}

/** An unknown path on a protected host. Its error must look and behave like the other responses there. */
const UNKNOWN_SITE_PATH: Route = { name: 'site-unknown', paths: [], kind: 'front', foreign: true };

/**
 * Makes the handler of one row of the route table. It is one function, because each function that Express calls in turn
 * costs time. A request with a method that the row does not list gets the status 405.
 */
function serveRoute(edge: Edge, route: Route): RequestHandler {
  const allowed = allowedMethods(route);
  const steps: Readonly<Record<string, readonly Step[]>> = {
    GET: stepsOfGet(edge, route),
    HEAD: takesHead(route) ? stepsOfGet(edge, route) : [],
    POST: stepsOfPost(edge, route),
    OPTIONS: [(request, response) => answerOptions(route, allowed, request, response)],
  };
  return async (request, wireResponse) => {
    const response = wireResponse as Response;
    enter(route, response);
    if (route.ANY !== undefined) return route.ANY(edge, request, response);
    for (const run of steps[request.method] ?? []) {
      const running = run(request, response);
      if (running !== undefined) await running;
    }
    if (!isAnswered(route, request))
      throw statusError(405, `This endpoint allows only ${allowed}.`, { Allow: allowed });
  };
}

/** What is done for a request, in order. The last step answers it. A step that throws is the last one. */
type Step = (request: Request, response: Response) => Promise<void> | void;

function stepsOfGet(edge: Edge, route: Route): readonly Step[] {
  const { GET, kind } = route;
  // Check these before the rate limits, because a request that another site has the browser send in the background must
  // not use up the user's attempts.
  const checks: Step[] = isOpened(route) ? [(request) => checkNavigation(route, request)] : [];
  if (kind === 'ceremony') checks.push((request) => checkSameOrigin(edge.deps.config, kind, request));
  if (GET === undefined) return checks;
  const compression = route.compressed ? [middleware(compress)] : [];
  return [...checks, ...compression, ...limitOf(edge, route), (request, response) => GET(edge, request, response)];
}

function stepsOfPost(edge: Edge, route: Route): readonly Step[] {
  const { POST, kind } = route;
  const checks: Step[] = isOpened(route) ? [(request) => checkNavigation({}, request)] : [];
  if (POST === undefined) return checks;
  const isGuarded = kind === 'page' || kind === 'ceremony';
  const origin: Step[] = isGuarded ? [(request) => checkSameOrigin(edge.deps.config, kind, request)] : [];
  const parsers = route.readsBody ? [] : bodyParsers[kind].map(middleware);
  return [
    ...checks,
    ...origin,
    ...limitOf(edge, route),
    ...parsers,
    (request, response) => POST(edge, request, response),
  ];
}

/** Whether the steps for the method of the request have a handler, which answers it. */
function isAnswered(route: Route, { method }: Request): boolean {
  switch (method) {
    case 'GET':
      return route.GET !== undefined;
    case 'HEAD':
      return takesHead(route);
    case 'POST':
      return route.POST !== undefined;
    default:
      return method === 'OPTIONS';
  }
}

function answerOptions(route: Route, allowed: string, request: Request, response: Response): void {
  if (route.cors) answerPreflight(request, response, allowed);
  response.set('Allow', allowed).status(204).end();
}

/** Converts Express middleware into a step. */
function middleware(run: RequestHandler): Step {
  return (request, response) =>
    new Promise((resolve, reject) => {
      run(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
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

const compress = compression();

function enter(route: Route, response: Response): void {
  response.locals.route = route;
  if (route.cors) allowAnyOrigin(response);
  if (route.foreign) response.removeHeader('Strict-Transport-Security');
  if (route.kind === 'front') keepOpener(response);
}

function limitOf({ deps }: Edge, { limit }: Route): readonly Step[] {
  if (limit === undefined) return [];
  const countAttempt: Step = async (request) => {
    if (await deps.limits.take(limit, addressKey(request.ip))) return;
    const wait = String(LIMITS[limit].duration);
    throw statusError(429, 'Too many attempts from this address. Wait a moment, then try again.', {
      'Retry-After': wait,
    });
  };
  return [countAttempt];
}

function allowedMethods(route: Route): string {
  return METHODS.filter((method) => route[method])
    .flatMap((method) => (method === 'GET' && takesHead(route) ? ['GET', 'HEAD'] : [method]))
    .concat('OPTIONS')
    .join(', ');
}
