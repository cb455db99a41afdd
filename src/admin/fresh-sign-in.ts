import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { hasPassed, isAheadOfClock, secondsAfter } from '../model/time.js';
import type { AdminCaller } from './admin-caller.js';

/** The number of seconds after a sign-in in which a user can make the changes that need a fresh sign-in. */
const FRESH_SIGN_IN_SECONDS = 300;

/**
 * Throws if the caller is a user whose sign-in is too old for a change that could do lasting harm. API keys and clients
 * do not sign in, so they are exempt. Like the challenge of RFC 9470 §3, the error has the number of seconds that a
 * client can request as `max_age`.
 *
 * @throws AdminError `FRESH_SIGN_IN_REQUIRED`
 */
export function checkFreshSignIn(deps: Pick<Deps, 'clock'>, caller: AdminCaller): void {
  const stale = findStaleSignIn(deps, caller);
  if (stale !== undefined) throw stale;
}

/** Returns the error that `checkFreshSignIn` throws. */
export function findStaleSignIn(
  { clock }: Pick<Deps, 'clock'>,
  { kind, authenticatedAt }: AdminCaller,
): AdminError | undefined {
  if (kind !== 'USER') return undefined;
  if (authenticatedAt !== undefined && isFresh(authenticatedAt, clock.now())) return undefined;
  return new AdminError(
    'FRESH_SIGN_IN_REQUIRED',
    `This change needs a sign-in of the last ${FRESH_SIGN_IN_SECONDS} seconds. Send the user to the authorization endpoint with max_age=${FRESH_SIGN_IN_SECONDS}, and call again with the new access token.`,
    undefined,
    FRESH_SIGN_IN_SECONDS,
  );
}

/**
 * Returns `deps` for a caller whose sign-in is too old. A change that gets them can check its input, but throws `stale`
 * before it reads or writes what is stored, or sends anything.
 */
export function depsForInput({ config, clock, random }: Deps, stale: AdminError): Deps {
  const known: Partial<Deps> = { config, clock, random };
  return new Proxy(known as Deps, {
    get: (_, name) => {
      if (!Object.hasOwn(known, name)) throw stale;
      return known[name as keyof Deps];
    },
  });
}

function isFresh(authenticatedAt: Date, now: Date): boolean {
  return !hasPassed(secondsAfter(authenticatedAt, FRESH_SIGN_IN_SECONDS), now) && !isAheadOfClock(authenticatedAt, now);
}
