import { sha256 } from '../../keys/secrets.js';
import { type Change, insertion, updateIf } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { lookAlikeClass } from '../../model/people/look-alikes.js';
import { secondsAfter } from '../../model/time.js';
import { isUsernameTaken } from './username-taken.js';

/** Longer than any request takes. After this time, the record is no longer needed. */
const KEPT_SECONDS = 3600;

/**
 * Returns a change for the change set that gives a user this username. Returns `undefined` if another user has it, or
 * one that looks the same in another alphabet. Of two change sets with names that look alike, the second fails, because
 * both change one record; plan it again with `commitPlan`. `ownId` is the id of a user who changes the name.
 */
export async function claimUsername(
  deps: Pick<Deps, 'store' | 'clock'>,
  username: string,
  ownId?: string,
): Promise<Change | undefined> {
  const key = ['username', lookAlikeClass(username)] as const;
  return claimName(deps, key, () => isUsernameTaken(deps, username, ownId));
}

/**
 * Returns a change that claims a name for a user, or `undefined` if `isTaken` finds that another user has it. Of two
 * change sets that claim the same name, the second fails.
 */
export async function claimName(
  deps: Pick<Deps, 'store' | 'clock'>,
  key: readonly [kind: string, name: string],
  isTaken: () => Promise<boolean>,
): Promise<Change | undefined> {
  const id = sha256(JSON.stringify(key));
  // Read first: a user who gets the name after the search below has then changed it.
  const seen = await deps.store.usedOnce.findUse(id);
  if (await isTaken()) return undefined;
  const until = secondsAfter(deps.clock.now(), KEPT_SECONDS);
  if (seen === undefined) return insertion('usedOnce', { id, expiresAt: until });
  // The time must grow, even if another server with a faster clock wrote it.
  const expiresAt = new Date(Math.max(until.getTime(), seen.expiresAt.getTime() + 1));
  return updateIf('usedOnce', { id, expiresAt: seen.expiresAt }, { expiresAt });
}
