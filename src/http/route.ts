import type { Express, RequestHandler, Request as WireRequest, Response as WireResponse } from 'express';
import type { Deps, LimitName } from '../model/deps.js';
import type { Assets } from '../pages/layout/assets.js';
import type { Metrics } from './observe/metrics.js';
import type { RemoteImages } from './outbound/remote-images.js';
import type { CountryOf } from './request/country-of.js';

/** What every handler is handed: the dependencies of the verbs, and the parts that only this edge knows. */
export interface Edge {
  readonly deps: Deps;
  readonly assets: Assets;
  readonly metrics: Metrics;
  readonly images: RemoteImages;
  readonly countryOf: CountryOf;
  readonly graphql: RequestHandler;
}

/** What is known of a request beside what came over the wire. */
export interface Locals extends Record<string, unknown> {
  requestId: string;
  /** Absent while no route was found. */
  route?: Route;
}

export type Request = WireRequest;
export type Response = WireResponse<unknown, Locals>;
export type App = Express;
export type Handler = (edge: Edge, request: Request, response: Response) => Promise<void> | void;

/**
 * Who stands at the other end, which decides what a body must be, whom it may come from, and how a refusal looks:
 * `page` a person, with forms of our own pages; `front` a person whom an application sent, perhaps by a form of its
 * own; `ceremony` our own scripts; `oauth` an application; `graphql` an administrator's tool; `plain` anybody.
 */
export type RouteKind = 'page' | 'front' | 'ceremony' | 'oauth' | 'graphql' | 'plain';

/** One row of the table in `routes.ts`. */
export interface Route {
  /** Stands in logs and metrics instead of the path, which may hold an identifier. */
  readonly name: string;
  readonly paths: readonly string[];
  readonly kind: RouteKind;
  readonly GET?: Handler;
  readonly POST?: Handler;
  /** Scripts of other origins may read the answer; they come without cookies. */
  readonly cors?: true;
  /** Attempts are counted by address. */
  readonly limit?: LimitName;
  /** What every page loads: logged for whoever looks closely. */
  readonly quiet?: true;
}

export const METHODS = ['GET', 'POST'] as const;

/** Below the server's own issuer, and below each issuer that has a slug. */
export function ofIssuer(path: string): readonly string[] {
  return [path, `/i/:slug${path}`];
}
