import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';

/** A browser remembers the users who signed in to it last. Further users count as new, and get a notice. */
const MAX_USERS = 8;
const SEPARATOR = '.';

/**
 * Whether the user has signed in with this browser before. `cookie` is the value that `rememberUser` made, as the
 * browser sent it.
 */
export function isKnownBrowser({ keys }: Pick<Deps, 'keys'>, cookie: string | undefined, user: User): boolean {
  return codesIn(cookie).some((code) => keys.isLinkCode(PURPOSE, stampOfBrowser(user), code));
}

/** Returns the value of the cookie with which the browser remembers that the user has signed in. */
export function rememberUser({ keys }: Pick<Deps, 'keys'>, cookie: string | undefined, user: User): string {
  const others = codesIn(cookie).filter((code) => !keys.isLinkCode(PURPOSE, stampOfBrowser(user), code));
  return [keys.linkCode(PURPOSE, stampOfBrowser(user)), ...others].slice(0, MAX_USERS).join(SEPARATOR);
}

const PURPOSE = 'known browser';

/** All browsers of a user become unknown if the user reports a sign-in, or if all sessions are ended. */
function stampOfBrowser({ id, sessionEpoch, browserEpoch = 0 }: User): string {
  return JSON.stringify([id, sessionEpoch, browserEpoch]);
}

function codesIn(cookie = ''): string[] {
  return cookie.split(SEPARATOR, MAX_USERS).filter((code) => /^[\w-]{43}$/.test(code));
}
