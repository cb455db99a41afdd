import type { Token } from 'markdown-it';
import MiniSearch from 'minisearch';
import { headingsIn, parse } from './markdown.js';
import type { Page } from './pages.js';

/** The browser must load the index with the same options, so they are written into the script beside the index. */
const SEARCH_OPTIONS = { fields: ['heading', 'page', 'text'], storeFields: ['heading', 'page', 'url'] };

/**
 * Returns a script with the search index, which has one entry for each heading. It is a script because a browser does
 * not load a JSON file if the website is opened without a server.
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
