import type { Deps } from '../../model/deps.js';

/** What the first owner is called who does not say. */
export const FIRST_OWNER = 'owner';

/** What they are called where that is taken: `owner-` and four random characters. */
export function anotherOwnerName(deps: Pick<Deps, 'random'>): string {
  return `${FIRST_OWNER}-${Buffer.from(deps.random.bytes(2)).toString('hex')}`;
}
