import { asset, favicon, robots } from './handlers/assets.js';
import { graphql } from './handlers/graphql.js';
import { home } from './handlers/home.js';
import { live, metrics, ready } from './handlers/probes.js';
import { relatedOrigins } from './handlers/related-origins.js';
import type { Route } from './route.js';

/** Every address that is answered, with its methods and what answers them. */
export const routes: readonly Route[] = [
  { name: 'home', paths: ['/'], face: 'page', GET: home },

  { name: 'graphql', paths: ['/graphql'], face: 'graphql', limit: 'graphql', POST: graphql },

  { name: 'related-origins', paths: ['/.well-known/webauthn'], face: 'plain', GET: relatedOrigins },
  { name: 'live', paths: ['/health/live'], face: 'plain', GET: live },
  { name: 'ready', paths: ['/health/ready'], face: 'plain', GET: ready },
  { name: 'metrics', paths: ['/metrics'], face: 'plain', GET: metrics },
  { name: 'asset', paths: ['/assets/:version/:name'], face: 'plain', GET: asset },
  { name: 'favicon', paths: ['/favicon.ico'], face: 'plain', GET: favicon },
  { name: 'robots', paths: ['/robots.txt'], face: 'plain', GET: robots },
];
