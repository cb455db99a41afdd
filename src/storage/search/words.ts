/*
 * This folder finds records by the beginnings of their words. `words.ts` says what a word is, and `word-entries.ts`
 * how the words of a record are stored. The folder `lists` reads the pages. This folder does not know which fields are
 * searched; the entities list them. To understand this folder, read docs/decisions/lists.md, then this file.
 */

/** The most characters of a word that are stored and compared. */
const MAX_WORD_LENGTH = 100;

/** The most words that are stored of a record. */
const MAX_WORDS = 40;

const GAP = /[\s\p{C}]+/u;

/**
 * Returns the words by which a record is found, sorted. Each letter or digit after a space, hyphen, dot or similar begins
 * a word, which continues up to the next space: `Grace O'Neil` has `grace`, `o'neil` and `neil`. After the `@` of an
 * address only the whole domain is a word. A text without letters and digits is a word, too. A word with which another
 * word begins is left out.
 */
export function wordsOf(texts: readonly (string | undefined)[]): string[] {
  const all = texts.flatMap((text) => (text === undefined ? [] : fold(text).split(GAP).flatMap(tailsOf)));
  const sorted = [...new Set(all)].sort();
  return sorted.filter((word, place) => sorted[place + 1]?.startsWith(word) !== true).slice(0, MAX_WORDS);
}

/** Returns the words of a search text. A record matches if each of them is the beginning of one of its words. */
export function searchedWords(text: string): string[] {
  const words = fold(text)
    .split(GAP)
    .map((word) => (word.replace(/^[^\p{L}\p{N}]+/u, '') || word).slice(0, MAX_WORD_LENGTH));
  const sorted = new Set(words.filter((word) => word !== '').sort());
  // If one word begins with another one, each record that has the longer word has both.
  return [...sorted].filter((word) => ![...sorted].some((other) => other !== word && other.startsWith(word)));
}

/** Makes upper and lower case equal, and letters with and without accents. */
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ς', 'σ');
}

/** Returns the parts of a word without spaces that begin where one of its words begins. */
function tailsOf(word: string): string[] {
  const at = word.indexOf('@');
  const starts = [...word.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index }) => index);
  const domain = starts.find((start) => start > at);
  if (starts.length === 0 && word !== '') return [word.slice(0, MAX_WORD_LENGTH)];
  return starts
    .filter((start) => at === -1 || start <= at || start === domain)
    .map((start) => word.slice(start, start + MAX_WORD_LENGTH));
}
