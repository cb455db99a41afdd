/**
 * The account page (`/account`), on which users manage their own account. `account-view.ts` collects the values of the
 * page, and `change-account.ts` handles its forms, whose actions are in `actions`. The rules for them are in
 * `src/account` and `src/webauthn`.
 */
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { canConfirmNews } from '../../../account/own-news.js';
import { updatePlace } from '../../../account/own-sessions.js';
import {
  ACCOUNT_DONE,
  ACCOUNT_SECTIONS,
  type AccountDone,
  type AccountOutcome,
  type AccountSection,
} from '../../../pages/account/account-outcome.js';
import { accountPage } from '../../../pages/account/account-page.js';
import type { Frame } from '../../../pages/layout/frame.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { browserOf, sessionCookie, setLanguageCookie } from '../../request/cookies.js';
import type { Edge, Handler, Request } from '../../route.js';
import { accountView } from './account-view.js';
import { findInterruptedSignIn } from './interrupted-sign-in.js';
import { positionOf } from './list-position.js';
import { shownNews } from './sign-in-check.js';

export const account: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const browserHash = browserOf(edge, request, response);
  setLanguageCookie(edge, request, response, active.user);
  await updatePlace(edge.deps, active, callerOf(request));
  const frame = accountFrame(edge, request, active);
  const query = queryOf(request);
  try {
    const [view, news, interrupted] = await Promise.all([
      accountView(edge, active, frame, positionOf(query)),
      shownNews(edge, active, browserHash),
      findInterruptedSignIn(edge, request, active.user, browserHash),
    ]);
    sendPage(
      response,
      accountPage(frame, {
        ...view,
        news,
        interrupted,
        canConfirmNews: canConfirmNews(edge.deps, active),
        outcome: outcomeOf(query),
      }),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    redirect(response, '/account');
  }
};

/** Returns the frame of a page for a signed-in user, in the language of the user. */
export function accountFrame(edge: Edge, request: Request, { user }: ActiveSession): Frame {
  return frameOf(edge, request, '', user.locale ?? '');
}

/**
 * Reads the result of the last form from the URL. After each form, the browser is redirected to a URL that names the
 * section (`at`) and the result (`done`).
 */
function outcomeOf(query: URLSearchParams): AccountOutcome | undefined {
  const section = ACCOUNT_SECTIONS.find((known) => known === query.get('at'));
  const done = ACCOUNT_DONE.find((known) => known === query.get('done'));
  return section === undefined || done === undefined ? undefined : { section, done };
}

export function accountUrl(section: AccountSection, done: AccountDone): string {
  return `/account?at=${section}&done=${done}`;
}
