import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** A Markdown file in the repository that becomes a page on the website. */
export interface Page {
  /** The path of the Markdown file in the repository. Slashes separate folders, even on Windows. */
  readonly path: string;
  readonly markdown: string;
  readonly title: string;
  /** The path of the page on the website, such as `readme.html`. */
  readonly url: string;
}

/**
 * Pages whose Markdown file is outside docs/, with their paths on the website. The start page of the website is made
 * from docs/README.md, so the README in the root folder gets another name.
 */
const OUTSIDE: Readonly<Record<string, string>> = {
  'README.md': 'readme.html',
  'CONTRIBUTING.md': 'contributing.html',
  'CHANGELOG.md': 'changelog.html',
  'SECURITY.md': 'reporting.html',
  'examples/README.md': 'examples.html',
};

/** Reads the Markdown files of all pages. Pages from docs/ come first in the list. */
export async function readPages(): Promise<Page[]> {
  const files = await readdir('docs', { recursive: true });
  const inside = files.filter((file) => file.endsWith('.md')).map((file) => join('docs', file).replaceAll('\\', '/'));
  return Promise.all([...inside.sort(), ...Object.keys(OUTSIDE)].map(readPage));
}

async function readPage(path: string): Promise<Page> {
  const markdown = await readFile(path, 'utf8');
  const title = /^# (.*)$/m.exec(markdown)?.[1];
  if (title === undefined)
    throw new Error(`${path} has no first-level heading, which is needed as the title of the page.`);
  return { path, markdown, title: title.replaceAll('`', ''), url: OUTSIDE[path] ?? urlOf(path) };
}

function urlOf(path: string): string {
  const { dir, name } = posix.parse(posix.relative('docs', path));
  return posix.join(dir, name === 'README' ? 'index.html' : `${name}.html`);
}

/**
 * Returns the path of the file in the repository to which a link on a page leads. Returns `undefined` if the link leads
 * to another website.
 */
export function resolveLink(from: string, href: string): { path: string; anchor: string | undefined } | undefined {
  if (/^[a-z]+:|^\/\//i.test(href)) return undefined;
  const [target = '', anchor] = href.split('#');
  const path = target === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(target));
  return { path, anchor };
}
