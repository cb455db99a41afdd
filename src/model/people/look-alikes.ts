import { usernameKey } from './user.js';

/**
 * Pairs of texts: Latin letters, and the letters of another alphabet that look like them, in the same order (UTS 39 §4,
 * `confusables.txt`). A name that consists only of the other letters looks like a Latin name, although it mixes no
 * alphabets.
 */
const ALPHABETS: readonly (readonly [latin: string, others: string])[] = [
  // Cyrillic, small and capital letters. Two names can look alike in capital letters although they differ in small
  // letters.
  ['acdehijlopqswxyrn', 'асԁеһіјӏорԛѕԝхугп'],
  ['ABCEGHIJKMOPSTVWXY', 'АВСЕԌНІЈКМОРЅТѴԜХУ'],
  // Greek.
  ['aiknopuvyw', 'αικηορυνγω'],
  ['ABEZHIKMNOPTYX', 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'],
  // Armenian.
  ['ghjlnoqu', 'ցհյլոօզս'],
  ['LOSU', 'ԼՕՏՍ'],
  // Cherokee.
  ['ABCDEGHJKLMPRSTVWZ', 'ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ'],
  // Coptic.
  ['acimnopx', 'ⲁⲥⲓⲙⲛⲟⲣⲭ'],
  ['ABCEHIKMNOPTXYZ', 'ⲀⲂⲤⲈⲎⲒⲔⲘⲚⲞⲢⲦⲬⲨⲌ'],
  // Lisu, which has no small letters.
  ['ABCDEFGHIJKLMNOPRSTUVWXYZ', 'ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ'],
];

type Letters = ReadonlyMap<string, string>;

const TO_LATIN: readonly Letters[] = ALPHABETS.map(([latin, others]) => pairs(others, latin));
const FROM_LATIN: readonly Letters[] = ALPHABETS.map(([latin, others]) => pairs(latin, others));

function pairs(from: string, to: string): Letters {
  const letters = [...to];
  return new Map([...from].map((letter, at) => [letter, letters[at] ?? letter]));
}

/**
 * Returns the usernames that look the same as this one in another alphabet, for example `paypa` for a name of five
 * Cyrillic letters. A new user must not get a username if another user has one of them.
 */
export function lookAlikesOf(username: string): string[] {
  const text = username.normalize('NFKC');
  const latin = [text, ...inEachCase(text, TO_LATIN)];
  const others = latin.flatMap((name) => inEachCase(name, FROM_LATIN));
  const keys = new Set([...latin, ...others].map(usernameKey));
  keys.delete(usernameKey(username));
  return [...keys];
}

function inEachCase(text: string, alphabets: readonly Letters[]): string[] {
  const names = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  return names.flatMap((name) => alphabets.flatMap((letters) => replaceAll(name, letters)));
}

/** Replaces every letter. Returns an empty list if the text has a letter that the map `letters` does not contain. */
function replaceAll(text: string, letters: Letters): string[] {
  const replaced = [...text].map((character) => letters.get(character) ?? character);
  const isComplete = [...text].every((character) => letters.has(character) || !/\p{L}/u.test(character));
  return isComplete ? [replaced.join('')] : [];
}
