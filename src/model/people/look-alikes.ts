import { usernameKey } from './user.js';

/**
 * Pairs of texts: Latin letters, and the letters of another alphabet that look like them, in the same order (UTS 39 §4,
 * `confusables.txt`). A name that contains only such letters of one other alphabet looks like a Latin name.
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
 * Returns the names in other alphabets that look the same as `username`. For five Cyrillic letters that look like
 * `paypa`, for example, it returns the Latin `paypa`. A new user must not get a username if another user already has
 * one of these names.
 */
export function lookAlikesOf(username: string): string[] {
  const text = username.normalize('NFKC');
  const latin = [text, ...inEachCase(text, TO_LATIN)];
  const others = latin.flatMap((name) => inEachCase(name, FROM_LATIN));
  const keys = new Set([...latin, ...others].map(usernameKey));
  keys.delete(usernameKey(username));
  return [...keys];
}

/**
 * Returns the same text for all names that look alike. The opposite is not true: a Greek name can resemble one Latin name
 * in small letters and another one in capital letters, so this text must not decide whether a name is taken.
 */
export function lookAlikeClass(username: string): string {
  // `ß` resembles nothing, but its capital form `SS` does. Marks are separated, because only some alphabets have a letter
  // that contains them.
  const text = usernameKey(username).toUpperCase().toLowerCase().normalize('NFKD');
  return [...text].map((character) => CLASSES.get(character) ?? character).join('');
}

/** Every letter that resembles another one, in small form, and a letter that represents all that it leads to. */
const CLASSES: ReadonlyMap<string, string> = makeClasses();

function makeClasses(): Map<string, string> {
  const classes = new Map<string, string>();
  const classOf = (letter: string) => classes.get(letter) ?? letter;
  for (const [letter, other] of TO_LATIN.flatMap((letters) => [...letters])) {
    const [from, to] = [classOf(letter.toLowerCase()), classOf(other.toLowerCase())];
    for (const [member, representative] of classes) if (representative === from) classes.set(member, to);
    classes.set(letter.toLowerCase(), to).set(other.toLowerCase(), to).set(from, to);
  }
  return classes;
}

function inEachCase(text: string, alphabets: readonly Letters[]): string[] {
  const names = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  return names.flatMap((name) => alphabets.flatMap((letters) => replaceAll(name, letters)));
}

/**
 * Replaces every letter of the text by its value in the map `letters`. Returns an empty list if the text has a letter
 * that the map does not contain.
 */
function replaceAll(text: string, letters: Letters): string[] {
  const replaced = [...text].map((character) => letters.get(character) ?? character);
  const isComplete = [...text].every((character) => letters.has(character) || !/\p{L}/u.test(character));
  return isComplete ? [replaced.join('')] : [];
}
