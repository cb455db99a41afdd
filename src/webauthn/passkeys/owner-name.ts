import type { Deps } from '../../model/deps.js';

/** The username of the first owner, if the owner does not choose one. */
export const FIRST_OWNER = 'owner';

/**
 * Makes a username for the first owner if the username `owner` is taken: `owner-` and four random hexadecimal digits.
 */
export function anotherOwnerName(deps: Pick<Deps, 'random'>): string {
  return `${FIRST_OWNER}-${Buffer.from(deps.random.bytes(2)).toString('hex')}`;
}
