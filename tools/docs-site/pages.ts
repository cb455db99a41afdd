import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** A Markdown file of the repository that is a page of the site. */
export interface Page {
  /** Its path in the repository, with slashes. */
  readonly path: string;
  readonly markdown: string;
  readonly title: string;
  /** Its path in the site. */
  readonly url: string;
}

/** Pages outside docs/. The README is the entrance on the code host; docs/README.md is the one of the site. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'README.md': 'readme.html',
  'CONTRIBUTING.md': 'contributing.html',
  'CHANGELOG.md': 'changelog.html',
  'SECURITY.md': 'reporting.html',
  'examples/README.md': 'examples.html',
};

/** Every page, those of docs/ first. */
export async function readPages(): Promise<Page[]> {
  const files = await readdir('docs', { recursive: true });
  const inside = files.filter((file) => file.endsWith('.md')).map((file) => join('docs', file).replaceAll('\\', '/'));
  return Promise.all([...inside.sort(), ...Object.keys(OUTSIDE)].map(readPage));
}

async function readPage(path: string): Promise<Page> {
  const markdown = await readFile(path, 'utf8');
  const title = /^# (.*)$/m.exec(markdown)?.[1];
  if (title === undefined) throw new Error(`${path} has no heading of the first level.`);
  return { path, markdown, title: title.replaceAll('`', ''), url: OUTSIDE[path] ?? urlOf(path) };
}

function urlOf(path: string): string {
  const { dir, name } = posix.parse(posix.relative('docs', path));
  return posix.join(dir, name === 'README' ? 'index.html' : `${name}.html`);
}

/** A target of a link, relative to the page that has it; undefined if it leads out of the repository. */
export function resolveLink(from: string, href: string): { path: string; anchor: string | undefined } | undefined {
  if (/^[a-z]+:|^\/\//i.test(href)) return undefined;
  const [target = '', anchor] = href.split('#');
  const path = target === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(target));
  return { path, anchor };
}
