import type { Browser, BrowserAnswer } from '../../access/interaction/browser-answer.js';
import { findInteraction, type OpenInteraction } from '../../access/interaction/interaction.js';
import type { Caller } from '../../model/deps.js';
import { formPostPage } from '../../pages/form-post-page.js';
import { interactionExpired } from '../../webauthn/ceremony/ceremony-errors.js';
import { frameOf, redirect, sendPage } from '../answer/send.js';
import type { Edge, Request, Response } from '../route.js';
import { browserOf, clearSessionCookie, knownBrowser, sessionCookie } from './cookies.js';

export function callerOf(request: Request): Caller {
  return {
    ipAddress: request.ip,
    userAgent: request.get('user-agent'),
  };
}

/** The browser that sent the request. It gets a cookie if it has none. */
export function namedBrowser(edge: Edge, request: Request, response: Response): Browser & { browserHash: string } {
  return {
    browserHash: browserOf(edge, request, response),
    sessionCookie: sessionCookie(edge, request),
    caller: callerOf(request),
  };
}

/**
 * The browser that sent the request. It gets no new cookie: a cross-site form comes without Lax cookies, and a new
 * cookie would replace the one that the browser has.
 */
export function presentBrowser(edge: Edge, request: Request): Browser {
  return {
    browserHash: knownBrowser(edge, request),
    sessionCookie: sessionCookie(edge, request),
    caller: callerOf(request),
  };
}

/**
 * Finds an interaction of this browser.
 *
 * @throws CeremonyError `interaction_expired`
 */
export async function openInteraction({ deps }: Edge, id: string, browserHash: string): Promise<OpenInteraction> {
  const open = await findInteraction(deps, id, browserHash);
  if (open === undefined) throw interactionExpired();
  return open;
}

/** Sends the answer of a verb to the browser. Throws an error that may not be sent to the application. */
export function answerBrowser(edge: Edge, request: Request, response: Response, answer: BrowserAnswer): void {
  switch (answer.kind) {
    case 'redirect':
      if (answer.endedSession) clearSessionCookie(edge, response);
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
    case 'errorPage':
      throw answer.error;
  }
}
