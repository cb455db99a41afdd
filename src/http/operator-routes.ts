import { asset, brandColors, favicon, robots } from './handlers/assets.js';
import { consoleApp, consoleFile } from './handlers/console.js';
import { graphql } from './handlers/graphql.js';
import { brandLogo, clientLogo, issuerLogo } from './handlers/logos.js';
import * as pictures from './handlers/pictures.js';
import { checks, live, metrics, ready } from './handlers/probes.js';
import type { Route } from './route.js';

/** The part of the route table with the endpoints for administrators and operators. */
export const operatorRoutes: readonly Route[] = [
  { name: 'graphql', paths: ['/graphql'], kind: 'graphql', limit: 'graphql', POST: graphql },
  {
    name: 'upload',
    paths: pictures.UPLOAD_PATHS,
    kind: 'plain',
    limit: 'graphql',
    readsBody: true,
    POST: pictures.upload,
  },
  { name: 'live', paths: ['/health/live'], kind: 'plain', GET: live },
  { name: 'ready', paths: ['/health/ready'], kind: 'plain', GET: ready },
  { name: 'checks', paths: ['/health/checks'], kind: 'plain', limit: 'graphql', POST: checks },
  { name: 'metrics', paths: ['/metrics'], kind: 'plain', GET: metrics },
  {
    name: 'console-file',
    paths: ['/console-files/:name'],
    kind: 'plain',
    quiet: true,
    compressed: true,
    GET: consoleFile,
  },
  { name: 'console', paths: ['/console', '/console/*'], kind: 'plain', compressed: true, GET: consoleApp },
];

/** The part of the route table with the files that pages load. */
export const fileRoutes: readonly Route[] = [
  { name: 'asset', paths: ['/assets/:version/:name'], kind: 'plain', quiet: true, compressed: true, GET: asset },
  { name: 'brand-logo', paths: ['/logos/brand'], kind: 'plain', quiet: true, GET: brandLogo },
  { name: 'client-logo', paths: ['/logos/clients/:clientId'], kind: 'plain', quiet: true, GET: clientLogo },
  { name: 'issuer-logo', paths: ['/logos/issuers/:issuerId'], kind: 'plain', quiet: true, GET: issuerLogo },
  { name: 'picture', paths: ['/pictures/:id'], kind: 'plain', quiet: true, GET: pictures.picture },
  { name: 'brand-colors', paths: ['/branding/:name'], kind: 'plain', quiet: true, GET: brandColors },
  { name: 'favicon', paths: ['/favicon.ico'], kind: 'plain', quiet: true, GET: favicon },
  { name: 'robots', paths: ['/robots.txt'], kind: 'plain', quiet: true, GET: robots },
];
