import type { Client } from '../../model/clients/client.js';
import { errorPage, type Restart } from '../../pages/error-page.js';
import type { Edge, Request, Response } from '../route.js';
import { applicationOf, frameOf, redirect, sendPage } from './send.js';

export interface StaleBrowser {
  readonly isSignedIn: boolean;
  /** Whether the browser sent the cookie that every page sets. */
  readonly hasCookie: boolean;
}

/**
 * The error for a page of a sign-in that cannot continue, for example because the browser went back to the page,
 * restored it or opened a bookmark. `client` is the application that began the sign-in, if the application is known.
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
 * Answers a request for a sign-in that cannot continue. A signed-in user who opens a page is redirected to the
 * application or the account page. Other users, and users who send a form, see a page that says so and where they can
 * start again.
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

/** Where the user can start again: the website of the application, as an administrator registered it. */
function restartOf(client: Client | undefined): Restart | undefined {
  return client?.client_uri === undefined
    ? undefined
    : { application: applicationOf(client).name, url: client.client_uri };
}
