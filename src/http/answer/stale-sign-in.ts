import type { Client } from '../../model/clients/client.js';
import { errorPage, type Restart } from '../../pages/error-page.js';
import type { Edge, Request, Response } from '../route.js';
import { applicationOf, frameOf, redirect, sendPage } from './send.js';

export interface StaleBrowser {
  readonly isSignedIn: boolean;
  /** Whether the browser sent the cookie that every sign-in page sets. */
  readonly hasCookie: boolean;
}

/**
 * The error for a page of a sign-in that cannot continue. Users meet it, for example, if they go back to the page,
 * restore it or open it from a bookmark. `client` is the application that began the sign-in, if the application is
 * known.
 */
export interface StaleSignIn extends Error {
  readonly client: Client | undefined;
  readonly browser: StaleBrowser;
}

export function staleSignIn(client: Client | undefined, browser: StaleBrowser): StaleSignIn {
  const error = new Error(
    'This sign-in has expired, is finished or began in another browser. Go back to the application and start again.',
  );
  return Object.assign(error, { name: NAME, client, browser });
}

export function isStaleSignIn(error: unknown): error is StaleSignIn {
  return error instanceof Error && error.name === NAME;
}

const NAME = 'StaleSignIn';

/**
 * Answers a request for a sign-in that cannot continue. If the user is signed in and opens a page, the browser is
 * redirected to the application or the account page. Otherwise the user sees an error page, which says where to start
 * the sign-in again.
 */
export function sendStale(edge: Edge, request: Request, response: Response, { client, browser }: StaleSignIn): void {
  const restart = restartOf(client);
  if (browser.isSignedIn && request.method === 'GET') {
    redirect(response, restart?.url ?? '/account');
    return;
  }
  const { requestId } = response.locals;
  edge.deps.log.info({ requestId, route: response.locals.route?.name, error: 'interaction_expired' }, 'stale sign-in');
  const code = browser.hasCookie ? 'interaction_expired' : 'cookies_blocked';
  const page = errorPage(frameOf(edge, request), { status: 400, code, message: '', requestId, restart });
  response.status(400).set('Cache-Control', 'no-store');
  sendPage(response, page);
}

/**
 * Returns the website of the application, where the user can start the sign-in again. Returns `undefined` if the
 * application is unknown or has no registered website.
 */
function restartOf(client: Client | undefined): Restart | undefined {
  return client?.client_uri === undefined
    ? undefined
    : { application: applicationOf(client).name, url: client.client_uri };
}
