/**
 * Whether an application could take the path for one that the rule covers. Applications ignore upper and lower case,
 * accents, invisible characters, spaces and dots at the end, or read an ending as a format. So `/Drafts`, `/drafts.`,
 * `/drafts.json` and `/drafts%20` must not get around a rule for `/drafts`. Both paths must be plain.
 */
export function coversSpelling(rule: string, path: string): boolean {
  if (SHORT_NAME.test(path)) return true;
  const [wanted, given] = [segmentsOf(rule), segmentsOf(path)];
  return wanted.every((segment, index) => isSpelling(segment, given[index]));
}

/** Windows also finds `secret-documents` as `SECRET~1`. */
const SHORT_NAME = /~\d/;

/** Equates letters that differ in case, accents or width, such as `o`, `Ö` and `ø`, and `ß` and `ss`. */
const LETTERS = new Intl.Collator('en', { sensitivity: 'base' });

/** A letter equals at most so many others, so a longer text cannot be a spelling. */
const MAX_EXPANSION = 4;

function segmentsOf(path: string): readonly string[] {
  return path.slice(1).split('/').map(baseOf);
}

/** Returns the segment in upper case and without accents. The letter `ı` is `I` only in upper case. */
function baseOf(segment: string): string {
  const plain = decodeURIComponent(segment).normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.toUpperCase();
}

/** Whether the segment begins with the words of the wanted one, however they are separated. */
function isSpelling(wanted: string, segment: string | undefined): boolean {
  if (segment === undefined) return false;
  const text = wordsOf(wanted).join('');
  // A segment without words, such as `-`, could be meant by every segment that does not begin with a word.
  if (text === '') return (segment !== '' || wanted === '') && !/^[\p{L}\p{N}]/u.test(segment);
  let given = '';
  for (const word of wordsOf(segment)) {
    given += word;
    if (given.length > text.length * MAX_EXPANSION) return false;
    if (LETTERS.compare(given, text) === 0) return true;
  }
  return false;
}

function wordsOf(segment: string): readonly string[] {
  return segment.match(/[\p{L}\p{N}]+/gu) ?? [];
}
