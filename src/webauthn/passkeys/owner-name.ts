import type { Deps } from '../../model/deps.js';

/** The username of a first owner who does not choose one. */
export const FIRST_OWNER = 'owner';

/** The username if `owner` is taken: `owner-` and four random characters. */
export function anotherOwnerName(deps: Pick<Deps, 'random'>): string {
  return `${FIRST_OWNER}-${Buffer.from(deps.random.bytes(2)).toString('hex')}`;
}
