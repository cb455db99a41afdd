import { hasPassed, secondsAfter } from '../time.js';
import type { PasskeyList } from './passkey-list.js';

/**
 * Something that happened to an account and that its user may not know: the user sees it at the next sign-in in another
 * browser, and at the account page, until they confirm it.
 */
export interface AccountNews {
  readonly kind: 'PASSKEY_ADDED' | 'NEW_BROWSER';
  /** Milliseconds since 1970. */
  readonly at: number;
  /**
   * The browser in which it happened. It does not see the news, so that a thief cannot confirm it there. It sees a new
   * passkey only after a later sign-in with an older one.
   */
  readonly browserHash?: string;
  /** The session in which it happened. */
  readonly sessionId?: string;
  /** The new passkey. Sign-ins with it do not see the news. */
  readonly passkeyId?: string;
  readonly passkeyName?: string;
}

/** The part of a user that these functions read. */
interface UserNews {
  readonly news?: readonly AccountNews[] | undefined;
}

const MAX_BROWSERS = 10;
const NEWS_SECONDS = 2_592_000;

/**
 * Returns the user's news with one more, newest first. Only the oldest new browser makes room, and only for other ones:
 * a thief who signs in often, or who adds and removes passkeys, must not push out the news of a passkey. These end with
 * the passkey, so the user has at most as many as passkeys.
 */
export function withNews({ news = [] }: UserNews, added: AccountNews): readonly AccountNews[] {
  const all = [added, ...news];
  const browsers = all.filter(({ kind }) => kind === 'NEW_BROWSER');
  const dropped = browsers.length > MAX_BROWSERS ? browsers.at(-1) : undefined;
  return all.filter((one) => one !== dropped);
}

/**
 * Returns the news without the new browsers that have these sessions. Call it only when the user has ended the sessions in
 * a way that locks another person out. If each end of a session removed the news, a thief could sign out to hide it.
 */
export function withoutSessions({ news = [] }: UserNews, sessionIds: readonly string[]): readonly AccountNews[] {
  return news.filter(
    ({ kind, sessionId }) => kind !== 'NEW_BROWSER' || sessionId === undefined || !sessionIds.includes(sessionId),
  );
}

/** Returns the news about passkeys, after all sessions have ended. */
export function onlyPasskeys({ news = [] }: UserNews): readonly AccountNews[] {
  return news.filter(({ kind }) => kind === 'PASSKEY_ADDED');
}

/** The browser that shows the news. */
export interface NewsReader {
  readonly browserHash: string | undefined;
  readonly sessionId: string;
  /** The passkey with which the user signed in. */
  readonly passkeyId: string;
  /** When the user signed in. */
  readonly authenticatedAt: Date;
}

/**
 * Returns the news of the last 30 days that this browser shows: what happened in other browsers and sessions, and not to
 * a removed passkey. After a later sign-in, every new passkey is shown: a thief who has copied all cookies is in the same
 * browser for the server.
 */
export function newsFor(
  { news = [], passkeyIds }: UserNews & Pick<PasskeyList, 'passkeyIds'>,
  reader: NewsReader,
  now: Date,
): readonly AccountNews[] {
  return news.filter(
    (one) =>
      (isElsewhere(one, reader) || (one.kind === 'PASSKEY_ADDED' && isBefore(one, reader.authenticatedAt))) &&
      (one.passkeyId === undefined || (one.passkeyId !== reader.passkeyId && passkeyIds.includes(one.passkeyId))) &&
      isRecent(one, now),
  );
}

/**
 * Whether it happened in another browser. The session decides only if a browser is unknown: a thief who has copied the
 * cookie of a session is in the same session, but in another browser.
 */
function isElsewhere(one: AccountNews, { browserHash, sessionId }: NewsReader): boolean {
  return one.browserHash === undefined || browserHash === undefined
    ? one.sessionId !== sessionId
    : one.browserHash !== browserHash;
}

/** Whether it happened before the user signed in. */
export function isBefore({ at }: AccountNews, authenticatedAt: Date): boolean {
  return at < authenticatedAt.getTime();
}

function isRecent({ at }: AccountNews, now: Date): boolean {
  return !hasPassed(secondsAfter(new Date(at), NEWS_SECONDS), now);
}

/**
 * Whether a user who signed in with this passkey can confirm news. With a passkey that is news itself, the user cannot:
 * a thief who has added two passkeys would confirm each with the other.
 */
export function canConfirm({ news = [] }: UserNews, passkeyId: string, now: Date): boolean {
  return !news.some((one) => one.passkeyId === passkeyId && isRecent(one, now));
}
