import type { Express, RequestHandler, Request as WireRequest, Response as WireResponse } from 'express';
import type { CheckSetup } from '../admin/setup/setup-checks.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps, LimitName } from '../model/deps.js';
import type { Assets } from '../pages/layout/assets.js';
import type { ConsoleFiles } from '../pages/layout/console-files.js';
import type { Metrics } from './observe/metrics.js';
import type { Readiness } from './observe/readiness.js';
import type { RemoteImages } from './outbound/remote-images.js';
import type { CountryOf } from './request/country-of.js';
import type { Uploads } from './request/upload-slots.js';

/**
 * The first argument of every handler: the dependencies of the other folders (`deps`) and objects that only `src/http`
 * needs.
 */
export interface Edge {
  readonly deps: Deps;
  readonly assets: Assets;
  /** Undefined if the console was not built. */
  readonly console: ConsoleFiles | undefined;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly images: RemoteImages;
  readonly countryOf: CountryOf;
  readonly uploads: Uploads;
  readonly graphql: RequestHandler;
  readonly checkSetup: CheckSetup;
}

/** Values that the server stores with a request while it handles the request. */
export interface Locals extends Record<string, unknown> {
  requestId: string;
  /** The route that the request matches. Missing if the path of the request matches no route. */
  route?: Route;
  /** The issuer to which the page belongs. Missing for pages of the server, such as the account page. */
  issuer?: Issuer;
  /** Set if the response is a stream, which lasts for long. Logs and metrics give streams a route name of their own. */
  isStream?: true;
}

export type Request = WireRequest;
export type Response = WireResponse<unknown, Locals>;
export type App = Express;
export type Handler = (edge: Edge, request: Request, response: Response) => Promise<void> | void;

/**
 * The kind of client that a route serves. It decides the type of the body, the origin check and the format of errors.
 * `page`: forms of our pages. `front`: browsers that an application has redirected to us. `ceremony`: scripts of our
 * pages. `oauth`: applications. `graphql`: tools of administrators. `plain`: any program.
 */
export type RouteKind = 'page' | 'front' | 'ceremony' | 'oauth' | 'graphql' | 'plain';

/** One row of the route table in `routes.ts`, with all methods of one endpoint. */
export interface Route {
  /**
   * The name that identifies the route in logs and metrics. The path is not logged, because it may contain an
   * identifier.
   */
  readonly name: string;
  /** A path can end with `/*`, which stands for any path below. */
  readonly paths: readonly string[];
  readonly kind: RouteKind;
  readonly GET?: Handler;
  readonly POST?: Handler;
  /** Handles every method, without reading a body. A route has either this handler or those above. */
  readonly ANY?: Handler;
  /**
   * Set if browsers get the response from another host, which this server protects. The server then sets no
   * Strict-Transport-Security for that host, and pages load their files from paths under `/.passgraph`.
   */
  readonly foreign?: true;
  /** Set if a proxy asks here about the request of a browser, and passes the answer on to the browser. */
  readonly asksForBrowser?: true;
  /**
   * Set if scripts of every origin may read the response (CORS). Browsers send no cookies with the requests of these
   * scripts.
   */
  readonly cors?: true;
  /**
   * Set if an application may GET the address in an iframe, and so may a script of this server. They must send
   * prompt=none, with which no page is shown.
   */
  readonly silent?: true;
  /** Set if the handler of POST reads the body itself, after it has checked who sends it. */
  readonly readsBody?: true;
  /** The rate limit for requests from one IP address. If this member is missing, the route has no limit per address. */
  readonly limit?: LimitName;
  /**
   * Set if requests are logged at the level `debug`. Browsers load some files again and again, and these requests would
   * fill the log.
   */
  readonly quiet?: true;
  /**
   * Set if the response to GET is compressed. It must not be set if the response contains a secret: an attacker who can
   * add text to the response could find out the secret from the compressed length (BREACH).
   */
  readonly compressed?: true;
}

export const METHODS = ['GET', 'POST'] as const;

/**
 * Returns the two paths of an endpoint: `path` for the default issuer, and `/i/:slug` followed by `path` for all other
 * issuers.
 */
export function ofIssuer(path: string): readonly string[] {
  return [path, `/i/:slug${path}`];
}

/**
 * The paths at which clients look for the metadata of an issuer (OpenID Connect Discovery §4, RFC 8414 §3.1 and §5).
 */
export const METADATA_PATHS = [
  ...ofIssuer('/.well-known/openid-configuration'),
  '/.well-known/openid-configuration/i/:slug',
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-authorization-server/i/:slug',
];
