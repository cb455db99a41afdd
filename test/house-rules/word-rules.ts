import type { Source, SourceText, SyntaxNode } from '../support/source.js';
import { isBelow, lineOf, type SourceRule } from './source-rule.js';

/** Names that were replaced by the words of the glossary. */
const RETIRED_NAMES = /ncarnation|^(letIn|LetIn|noteUse|aimAt|narrowAim|Aim|Face|ProvedKey|provedOr|toldAcr)$|[fF]eet/;
const RETIRED_IN_STORAGE = /[nN]oun/;

/** A migration names the columns of its time. */
const KEEPS_OLD_NAMES = isBelow('src/storage/migrations/');

/** A claim of the access tokens that version 0.1 issued. */
const OLD_CLAIM = 'clientIncarnation';
const READS_OLD_CLAIM = isBelow('src/oidc/tokens/');

const noRetiredNames: SourceRule = (sources) =>
  sources
    .filter(({ path }) => !KEEPS_OLD_NAMES(path))
    .flatMap(({ path, nodes }) =>
      nodes
        .filter(({ type }) => /^(JSX)?Identifier$|^PrivateName$/.test(type))
        .filter(({ name }) => isRetired(path, String(name)))
        .map((node) => `${path}:${lineOf(node)} has the retired name ${node.name}`),
    );

function isRetired(path: string, name: string): boolean {
  if (name === OLD_CLAIM && READS_OLD_CLAIM(path)) return false;
  return RETIRED_NAMES.test(name) || (path.startsWith('src/storage/') && RETIRED_IN_STORAGE.test(name));
}

/** Words that make a sentence hard to read, because they hide the actor. A phrase may span two lines of a comment. */
const UNCLEAR_WORDS = /\b(whoever|whomever|anew|somebody|nobody|is[\s*]+told|was[\s*]+let)\b/gi;

/** Page texts are written for users, and a language other than English may have these letters. */
const IS_PAGE_TEXT = isBelow('src/pages/texts/');

const noUnclearComments: SourceRule = (sources) => sources.flatMap((source) => unclear(source.path, source.comments));

const noUnclearTexts: SourceRule = (sources) =>
  sources.filter(({ path }) => !IS_PAGE_TEXT(path)).flatMap((source) => unclear(source.path, textsIn(source)));

function textsIn({ nodes }: Source): SourceText[] {
  return nodes.flatMap((node) => {
    const text = textOf(node);
    return text === undefined ? [] : [{ text, line: lineOf(node) }];
  });
}

function textOf({ type, value }: SyntaxNode): string | undefined {
  if (type === 'StringLiteral' || type === 'JSXText') return String(value);
  return type === 'TemplateElement' ? (value as { raw: string }).raw : undefined;
}

/** Returns one sentence for each unclear word. */
export function unclear(path: string, texts: readonly SourceText[]): string[] {
  return texts.flatMap(({ text, line }) =>
    [...text.matchAll(UNCLEAR_WORDS)].map(({ 0: word, index }) => {
      const linesBefore = text.slice(0, index).split('\n').length - 1;
      return `${path}:${line + linesBefore} has the words ${word.replaceAll(/[\s*]+/g, ' ')}`;
    }),
  );
}

export const WORD_RULES = {
  'no retired names': noRetiredNames,
  'no unclear words in comments': noUnclearComments,
  'no unclear words in texts': noUnclearTexts,
} as const;
