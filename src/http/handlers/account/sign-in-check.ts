import { continuePath } from '../../../access/interaction/interaction.js';
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { canConfirmNews, confirmNews, ownNews } from '../../../account/own-news.js';
import type { ShownNews } from '../../../pages/sign-in/account-news.js';
import { newsPage, nudgePage, recoveredPage } from '../../../pages/sign-in/sign-in-check-page.js';
import { isNudged } from '../../../webauthn/ceremony/sign-in-check.js';
import { keepOpener } from '../../answer/security-headers.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { namedBrowser, openInteraction } from '../../request/browser.js';
import { setInterruptedInteraction } from '../../request/cookies.js';
import { deviceOf } from '../../request/device.js';
import type { Edge, Handler } from '../../route.js';

/**
 * `/sign-in-check`: after a sign-in at an application, shows what happened to the account in other browsers, or asks for a
 * second device. With `recovered`, it asks a user who has used a recovery code to remove lost passkeys. If there is nothing
 * to show, the sign-in continues.
 */
export const check: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const query = queryOf(request);
  const { interaction, client } = await openInteraction(edge, request, query.get('interaction') ?? '', browser);
  const active = await findActiveSession(edge.deps, browser.sessionCookie);
  keepOpener(response);
  if (active === undefined) return redirect(response, continuePath(interaction));
  const frame = frameOf(edge, request, interaction.uiLocales);
  const { username } = active.user;
  const about = { interactionId: interaction.id, username };
  if (query.has('recovered') && hasJustAdded(active)) {
    return sendPage(response, recoveredPage(frame, { ...about, application: client.name }), 'redirected');
  }
  const news = await shownNews(edge, active, browser.browserHash);
  if (news.length > 0 && canConfirmNews(edge.deps, active)) {
    return sendPage(response, newsPage(frame, { ...about, news }), 'redirected');
  }
  if (!isNudged(edge.deps, active.user)) return redirect(response, continuePath(interaction));
  sendPage(response, nudgePage(frame, about), 'redirected');
};

/** Whether the user has other passkeys, and the one of this session is news: the user cannot confirm it there. */
function hasJustAdded({ user: { passkeyIds, news = [] }, session }: ActiveSession): boolean {
  return passkeyIds.length > 1 && news.some(({ passkeyId }) => passkeyId === session.passkeyId);
}

/**
 * Handles the buttons of `/sign-in-check`. The sign-in continues with each of them; if the user changes the account first,
 * the account page leads back.
 */
export const answerCheck: Handler = async (edge, request, response) => {
  const browser = namedBrowser(edge, request, response);
  const form = formOf(request);
  const { interaction } = await openInteraction(edge, request, form.get('interaction') ?? '', browser);
  const active = await findActiveSession(edge.deps, browser.sessionCookie);
  const action = form.get('action');
  if (action !== 'confirm' && action !== 'skip' && action !== 'account') throw unknownAction();
  keepOpener(response);
  if (action === 'account') {
    if (active !== undefined) setInterruptedInteraction(edge, response, active.user, interaction.id);
    return redirect(response, '/account#passkeys');
  }
  if (action === 'confirm' && active !== undefined) {
    await confirmNews(edge.deps, active, { browserHash: browser.browserHash, newest: newestOf(form) });
  }
  redirect(response, continuePath(interaction));
};

/** The time of the newest news on the page that the user confirms. Nothing is confirmed without it. */
export function newestOf(form: URLSearchParams): number {
  return Number.parseInt(form.get('newest') ?? '', 10);
}

export async function shownNews(
  { deps, countryOf }: Edge,
  active: ActiveSession,
  browserHash: string | undefined,
): Promise<ShownNews[]> {
  return (await ownNews(deps, active, browserHash)).map(({ news, session, reportCode }) => ({
    passkey: news.kind === 'PASSKEY_ADDED' ? news.passkeyName : undefined,
    at: new Date(news.at),
    ...deviceOf(session?.userAgent),
    address: session?.ipAddress,
    country: countryOf(session?.ipAddress),
    reportCode,
  }));
}
