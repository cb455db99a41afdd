import type { Browser, BrowserAnswer, KnownBrowser } from '../../access/interaction/browser-answer.js';
import {
  adoptInteraction,
  findClientToRestart,
  findInteraction,
  type OpenInteraction,
} from '../../access/interaction/interaction.js';
import { findActiveSession } from '../../access/sessions/session.js';
import type { Caller } from '../../model/deps.js';
import { formPostPage } from '../../pages/form-post-page.js';
import { declinedPage } from '../../pages/sign-in/denied-page.js';
import { applicationOf, frameOf, redirect, sendPage } from '../answer/send.js';
import { staleSignIn } from '../answer/stale-sign-in.js';
import type { Edge, Request, Response } from '../route.js';
import { browserOf, clearSessionCookie, knownBrowser, knownBrowsers, sessionCookie } from './cookies.js';
import { keepIssuerOf } from './issuer-of.js';

export function callerOf(request: Request): Caller {
  return {
    ipAddress: request.ip,
    userAgent: request.get('user-agent'),
  };
}

/** Identifies the browser that sent the request by its cookie. A browser without this cookie gets one. */
export function namedBrowser(edge: Edge, request: Request, response: Response): KnownBrowser {
  return {
    browserHash: browserOf(edge, request, response),
    sessionCookie: sessionCookie(edge, request),
    caller: callerOf(request),
  };
}

/**
 * Identifies the browser that sent the request by its cookie, but sets no cookie. Browsers send forms of other sites
 * without our Lax cookies, so a new cookie would replace the existing one.
 */
export function presentBrowser(edge: Edge, request: Request): Browser {
  return {
    browserHash: knownBrowser(edge, request),
    sessionCookie: sessionCookie(edge, request),
    caller: callerOf(request),
  };
}

/**
 * Finds an interaction that began in this browser, and the session of the browser if it has one.
 * @throws `StaleSignIn` if the interaction has expired, is finished or belongs to another browser
 */
export async function openInteraction(
  edge: Edge,
  request: Request,
  id: string,
  { browserHash, sessionCookie }: Pick<KnownBrowser, 'browserHash' | 'sessionCookie'>,
): Promise<OpenInteraction> {
  await adoptBrowsers(edge, request, id, browserHash);
  const open = await findInteraction(edge.deps, id, browserHash, sessionCookie);
  if (open !== undefined) {
    await keepIssuerOf(edge, request, open.client);
    return open;
  }
  const isSignedIn = (await findActiveSession(edge.deps, sessionCookie)) !== undefined;
  const hasCookie = knownBrowser(edge, request) !== undefined;
  const client = await findClientToRestart(edge.deps, id);
  throw staleSignIn(client, { isSignedIn, hasCookie });
}

/**
 * Binds the interaction to the browser cookie with the hash `browserHash`. A browser can have several browser cookies,
 * so the interaction may be bound to another cookie that the same browser has sent.
 */
export async function adoptBrowsers(edge: Edge, request: Request, id: string, browserHash: string): Promise<void> {
  const others = knownBrowsers(edge, request).filter((known) => known !== browserHash);
  await adoptInteraction(edge.deps, id, browserHash, others);
}

/**
 * Sends the browser the redirect or the page that `answer` describes. An error that the application must not receive is
 * thrown, so that the user sees an error page.
 */
export function answerBrowser(edge: Edge, request: Request, response: Response, answer: BrowserAnswer): void {
  switch (answer.kind) {
    case 'redirect':
      if (answer.endedSession) clearSessionCookie(edge, request, response);
      redirect(response, answer.url);
      break;
    case 'interaction':
      redirect(response, answer.location);
      break;
    case 'form_post': {
      const { url: action, parameters } = answer;
      sendPage(response, formPostPage(frameOf(edge, request), { action, parameters }), 'application');
      break;
    }
    case 'declined': {
      const { client, restartUrl } = answer;
      sendPage(response, declinedPage(frameOf(edge, request), { application: applicationOf(client), restartUrl }));
      break;
    }
    case 'errorPage':
      throw answer.error;
  }
}
