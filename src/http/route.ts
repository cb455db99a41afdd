import type { Express, RequestHandler, Request as WireRequest, Response as WireResponse } from 'express';
import type { Deps, LimitName } from '../model/deps.js';
import type { Assets } from '../pages/layout/assets.js';
import type { Metrics } from './observe/metrics.js';
import type { RemoteImages } from './outbound/remote-images.js';
import type { CountryOf } from './request/country-of.js';

/** The arguments of every handler: the dependencies of the verbs, and what only HTTP needs. */
export interface Edge {
  readonly deps: Deps;
  readonly assets: Assets;
  readonly metrics: Metrics;
  readonly images: RemoteImages;
  readonly countryOf: CountryOf;
  readonly graphql: RequestHandler;
}

/** What the server adds to a request. */
export interface Locals extends Record<string, unknown> {
  requestId: string;
  /** Absent until a route matches. */
  route?: Route;
}

export type Request = WireRequest;
export type Response = WireResponse<unknown, Locals>;
export type App = Express;
export type Handler = (edge: Edge, request: Request, response: Response) => Promise<void> | void;

/**
 * The sender of a request. It decides the type of the body, the allowed origins and the format of errors: `page` our
 * own forms, `front` a browser that an application sent, `ceremony` our own scripts, `oauth` an application, `graphql`
 * a tool of an administrator, `plain` any program.
 */
export type RouteKind = 'page' | 'front' | 'ceremony' | 'oauth' | 'graphql' | 'plain';

/** One row of the table in `routes.ts`. */
export interface Route {
  /** Logs and metrics have this name instead of the path, because a path may contain an identifier. */
  readonly name: string;
  readonly paths: readonly string[];
  readonly kind: RouteKind;
  readonly GET?: Handler;
  readonly POST?: Handler;
  /** Scripts of every origin may read the response, without cookies. */
  readonly cors?: true;
  /** Limits the requests of one address. */
  readonly limit?: LimitName;
  /** Every page loads it, so it is logged at the level debug. */
  readonly quiet?: true;
  /**
   * The response to GET is compressed. Only for responses without a secret: compression reveals the length of a
   * secret to an attacker who can add text to the page (BREACH).
   */
  readonly compressed?: true;
}

export const METHODS = ['GET', 'POST'] as const;

/** The paths of an endpoint: for the default issuer, and for an issuer with a slug. */
export function ofIssuer(path: string): readonly string[] {
  return [path, `/i/:slug${path}`];
}
