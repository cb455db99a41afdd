import type { Token } from 'markdown-it';
import MiniSearch from 'minisearch';
import { headingsIn, parse } from './markdown.js';
import type { Page } from './pages.js';

/**
 * The fields that the search index contains. These options are also written into the script for the browser, because
 * the browser needs the same options to load the index.
 */
const SEARCH_OPTIONS = { fields: ['heading', 'page', 'text'], storeFields: ['heading', 'page', 'url'] };

/**
 * Returns a script that contains the search index, with one entry for each heading. The index is not a JSON file,
 * because a browser does not load JSON if the reader opens the website from a folder, without a web server.
 */
export function makeSearchIndex(pages: readonly Page[]): string {
  const index = new MiniSearch(SEARCH_OPTIONS);
  index.addAll(pages.flatMap(sectionsOf).map((section, id) => ({ ...section, id })));
  return `var searchOptions = ${JSON.stringify(SEARCH_OPTIONS)};\nvar searchIndex = ${JSON.stringify(JSON.stringify(index))};\n`;
}

function sectionsOf({ markdown, title, url }: Page): { heading: string; page: string; url: string; text: string }[] {
  const tokens = parse(markdown);
  const headings = headingsIn(tokens);
  const starts = tokens.flatMap((token, index) => (token.type === 'heading_open' ? [index] : []));
  return headings.map(({ text, anchor, level }, at) => ({
    heading: text,
    page: title,
    url: level === 1 ? url : `${url}#${anchor}`,
    text: textOf(tokens.slice((starts[at] ?? 0) + 3, starts[at + 1])),
  }));
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ children, content }) => (children === null ? content : textOf(children))).join(' ');
}
