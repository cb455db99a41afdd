import { AdminError } from '../model/errors.js';

const MAX_WORDS = 8;

/** Returns the text of a search. @throws AdminError `INVALID_INPUT` if it has too many words */
export function parseSearch(search: string | null | undefined): string | undefined {
  if (search == null) return undefined;
  if (search.trim().split(/[\s\p{C}]+/u).length > MAX_WORDS)
    throw new AdminError('INVALID_INPUT', `The \`search\` argument must have at most ${MAX_WORDS} words.`, 'search');
  return search;
}
