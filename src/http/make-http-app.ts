import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { type CheckSetup, makeSetupChecks } from '../admin/setup/setup-checks.js';
import type { Deps } from '../model/deps.js';
import { makeCurrentAssets } from '../pages/layout/assets.js';
import { loadConsoleFiles } from '../pages/layout/console-files.js';
import { translateErrors } from './answer/errors.js';
import { addSecurityHeaders } from './answer/security-headers.js';
import { statusError } from './answer/status-error.js';
import { mountRoutes } from './mount-routes.js';
import { type Metrics, makeMetrics } from './observe/metrics.js';
import { makeReadiness } from './observe/readiness.js';
import { requestLog } from './observe/request-log.js';
import { type Tracing, traceRequests } from './observe/tracing.js';
import { makeRemoteImages } from './outbound/remote-images.js';
import { makeCountryOf } from './request/country-of.js';
import { checkHost } from './request/host-header.js';
import { makeUploads } from './request/upload-slots.js';
import type { Edge } from './route.js';
import { routes } from './routes.js';

export interface HttpParts {
  /** Handles a POST to the GraphQL endpoint. Its JSON body has already been parsed. */
  readonly graphql: RequestHandler;
  /** The same checks that the GraphQL endpoint shows. */
  readonly checkSetup?: CheckSetup;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing | undefined;
}

/** Makes the Express app of the server, with all routes, the request log and the error handler. */
export function makeHttpApp(
  deps: Deps,
  {
    graphql,
    checkSetup = makeSetupChecks(deps, { nodeVersion: process.version }),
    metrics = makeMetrics(),
    tracing,
  }: HttpParts,
): Express {
  const { config } = deps;
  const currentAssets = makeCurrentAssets(config);
  const edge: Edge = {
    deps,
    graphql,
    checkSetup,
    metrics,
    get assets() {
      return currentAssets();
    },
    console: loadConsoleFiles(),
    images: makeRemoteImages(deps),
    readiness: makeReadiness(deps),
    countryOf: makeCountryOf(),
    uploads: makeUploads(),
  };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  if (config.trustProxy !== undefined) app.set('trust proxy', config.trustProxy);
  if (tracing !== undefined) app.use(traceRequests(tracing));
  app.use(addSecurityHeaders(config), requestLog(edge), checkHost);
  mountRoutes(app, edge, routes);
  app.use(redirectSlash);
  app.use(() => {
    throw statusError(404, 'This address does not exist.');
  });
  app.use(translateErrors(edge));
  return app;
}

/** The paths of the pages whose addresses users may type into the browser. */
const TYPED = new Set(routes.filter(({ kind, GET }) => kind === 'page' && GET).flatMap(({ paths }) => paths));

/**
 * Redirects an address such as `/login/` to `/login`. Only the paths of our own pages are redirected, so that an
 * attacker cannot make a link that redirects to another site.
 */
function redirectSlash({ method, path, originalUrl }: Request, response: Response, next: NextFunction): void {
  const page = path.replace(/\/+$/, '');
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead || page === path || !TYPED.has(page)) {
    next();
    return;
  }
  const query = originalUrl.indexOf('?');
  response.redirect(308, query < 0 ? page : page + originalUrl.slice(query));
}
