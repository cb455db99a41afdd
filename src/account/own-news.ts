import { activeSessionsOf } from '../access/sessions/active-sessions.js';
import { reportCode } from '../access/sessions/reported-session.js';
import type { ActiveSession } from '../access/sessions/session.js';
import type { Session } from '../model/access/session.js';
import { commitPlan } from '../model/change-record.js';
import { update } from '../model/change-set.js';
import type { Deps } from '../model/deps.js';
import { type AccountNews, canConfirm, isBefore, newsFor } from '../model/people/account-news.js';
import type { User } from '../model/people/user.js';

/** News of the account, with the session that the user can end because of it. */
export interface OwnNews {
  readonly news: AccountNews;
  readonly session?: Session | undefined;
  /** The code of the report page for the session. */
  readonly reportCode?: string | undefined;
}

/** Returns the news that this browser shows and that the user has not confirmed, newest first. */
export async function ownNews(
  deps: Deps,
  { user, session }: ActiveSession,
  browserHash: string | undefined,
): Promise<OwnNews[]> {
  const shown = readBy(deps, user, session, browserHash);
  if (shown.length === 0) return [];
  const sessions = await activeSessionsOf(deps, user);
  return shown.map((news) => {
    const found =
      sessions.find(({ id }) => id === news.sessionId) ??
      sessions.find(({ passkeyId }) => news.passkeyId !== undefined && passkeyId === news.passkeyId);
    // The current session is never reported: the user would sign themselves out.
    const reported = found?.id === session.id ? undefined : found;
    return { news, session: reported, reportCode: reported && reportCode(deps, reported) };
  });
}

/** Whether the user can confirm news in this session, at the latest after a new sign-in with the same passkey. */
export function canConfirmNews({ clock }: Pick<Deps, 'clock'>, { user, session }: ActiveSession): boolean {
  return canConfirm(user, session.passkeyId, clock.now());
}

/**
 * Removes the news that this browser has shown, because the user has confirmed them. `newest` is the time of the newest
 * one on the page: what happened since then stays. A new passkey is confirmed only in a session whose sign-in is later,
 * because a thief may have an older session. Returns whether a new sign-in is needed to confirm all of them.
 */
export async function confirmNews(
  deps: Deps,
  { user: { id }, session }: ActiveSession,
  { browserHash, newest }: Confirmation,
): Promise<{ readonly needsSignIn: boolean }> {
  return commitPlan(deps.store, async () => {
    const user = await deps.store.users.find(id);
    if (user === undefined || !canConfirm(user, session.passkeyId, deps.clock.now()))
      return { changes: [], result: { needsSignIn: false } };
    const shown = readBy(deps, user, session, browserHash).filter(({ at }) => at <= newest);
    const confirmed = shown.filter((one) => one.kind === 'NEW_BROWSER' || isBefore(one, session.authenticatedAt));
    const result = { needsSignIn: confirmed.length < shown.length };
    const news = (user.news ?? []).filter((one) => !confirmed.includes(one));
    return { changes: confirmed.length === 0 ? [] : [update('users', user, { news })], result };
  });
}

interface Confirmation {
  readonly browserHash: string | undefined;
  /** Milliseconds since 1970. Nothing is confirmed if it is not a number. */
  readonly newest: number;
}

function readBy({ clock }: Deps, user: User, session: Session, browserHash: string | undefined) {
  const { id: sessionId, passkeyId, authenticatedAt } = session;
  return newsFor(user, { browserHash, sessionId, passkeyId, authenticatedAt }, clock.now());
}
