import { newShortId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { chosenId } from '../input-parser.js';

const MAX_LENGTH = 48;
const MAX_NUMBER = 20;

/**
 * Returns an id for a new group: the name in lower case, with hyphens (`Home admins` becomes `home-admins`). If another
 * group has this id, a number is added. If the name has no letters of the Latin alphabet, or too many groups have the
 * name, the id is random.
 */
export async function deriveGroupId({ store, random }: Deps, name: string): Promise<string> {
  const base = toHyphens(name);
  if (!chosenId.safeParse(base).success) return newShortId(random);
  const numbers = Array.from({ length: MAX_NUMBER - 1 }, (_, index) => index + 2);
  const candidates = [base, ...numbers.map((number) => `${base}-${number}`)];
  const taken = new Set((await store.groups.findMany(candidates)).map(({ id }) => id));
  return candidates.find((id) => !taken.has(id)) ?? newShortId(random);
}

/** Replaces letters with accents by the letter alone, and everything but letters and digits by hyphens. */
function toHyphens(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase();
  // A name in another alphabet would lose most of its letters.
  if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(plain)) return '';
  const hyphened = plain.replaceAll(/[^a-z0-9]+/g, '-').slice(0, MAX_LENGTH);
  return hyphened.replaceAll(/^-+|-+$/g, '');
}
