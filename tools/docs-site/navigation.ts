import { dirname } from 'node:path/posix';
import { linksIn, parse } from './markdown.js';
import { type Page, resolveLink } from './pages.js';

export interface Section {
  readonly title: string;
  readonly pages: readonly { readonly page: Page; readonly below: readonly Page[] }[];
}

/**
 * Makes the website's navigation from the lists in docs/README.md. If a list links to the README of a folder, the pages
 * to which that README links follow in the same order.
 */
export function makeNavigation(pages: readonly Page[]): Section[] {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const home = byPath.get('docs/README.md');
  if (home === undefined)
    throw new Error('docs/README.md is missing. Restore this file: its lists are the navigation of the site.');
  return home.markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n')[0] ?? '',
      pages: linkedPages(home.path, section, byPath).map((page) => ({ page, below: pagesBelow(page, byPath) })),
    }));
}

function linkedPages(from: string, markdown: string, byPath: ReadonlyMap<string, Page>): Page[] {
  const paths = linksIn(parse(markdown)).map(({ href }) => resolveLink(from, href)?.path ?? '');
  return [...new Set(paths)].flatMap((path) => byPath.get(path) ?? []);
}

function pagesBelow(page: Page, byPath: ReadonlyMap<string, Page>): Page[] {
  if (!page.path.endsWith('/README.md')) return [];
  const folder = dirname(page.path);
  return linkedPages(page.path, page.markdown, byPath).filter(
    ({ path }) => path !== page.path && dirname(path) === folder,
  );
}
