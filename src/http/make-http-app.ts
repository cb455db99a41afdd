import express, { type Express, type RequestHandler } from 'express';
import type { Deps } from '../model/deps.js';
import { loadAssets } from '../pages/assets.js';
import { makeCountryOf } from './country-of.js';
import { translateErrors } from './errors.js';
import { type Metrics, makeMetrics } from './metrics.js';
import { mountRoute } from './mount-route.js';
import { makeRemoteImages } from './remote-images.js';
import { requestLog } from './request-log.js';
import type { Edge } from './route.js';
import { routes } from './routes.js';
import { securityHeaders } from './security-headers.js';
import { statusError } from './status-error.js';
import { type Tracing, traceRequests } from './tracing.js';

export interface HttpParts {
  /** Answers a POST whose JSON body was read. */
  readonly graphql: RequestHandler;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing | undefined;
}

/** The whole of what is answered over HTTP. */
export const makeHttpApp = (deps: Deps, { graphql, metrics = makeMetrics(), tracing }: HttpParts): Express => {
  const { config } = deps;
  const edge: Edge = {
    deps,
    graphql,
    metrics,
    assets: loadAssets(config),
    images: makeRemoteImages(deps),
    countryOf: makeCountryOf(),
  };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  if (config.trustProxy !== undefined) app.set('trust proxy', config.trustProxy);
  if (tracing !== undefined) app.use(traceRequests(tracing));
  app.use(securityHeaders(config), requestLog(edge));
  for (const route of routes) mountRoute(app, edge, route);
  app.use(() => {
    throw statusError(404, 'There is nothing at this address.');
  });
  app.use(translateErrors(edge));
  return app;
};
