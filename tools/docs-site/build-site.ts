import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path/posix';
import { findBrokenLinks } from './check-links.js';
import { escapeHtml, hrefFrom, layOut } from './layout.js';
import { headingsIn, highlight, linksIn, parse, render } from './markdown.js';
import { makeNavigation, type Section } from './navigation.js';
import { type Page, readPages, resolveLink } from './pages.js';
import { makeSearchIndex } from './search-index.js';

const PICTURES = new Set(['.svg', '.webp', '.png']);

/**
 * Writes the documentation as a static website into a folder. Both the script and the website work offline, because
 * they load nothing from other servers.
 *
 * @throws Error that lists the broken links, if there are any
 */
export async function buildSite(folder: string): Promise<void> {
  const pages = await readPages();
  const broken = await findBrokenLinks(pages);
  if (broken.length > 0) throw new Error(`Correct these broken links in the documentation:\n${broken.join('\n')}`);
  await rm(folder, { recursive: true, force: true });
  const navigation = makeNavigation(pages);
  const byPath = new Map(pages.map((page) => [page.path, page]));
  for (const page of pages) await writePage(folder, page, byPath, navigation);
  for (const path of linkedFiles(pages, byPath)) await writeFileOfRepository(folder, path, navigation);
  await cp('tools/docs-site/assets', join(folder, 'assets'), { recursive: true });
  await cp('node_modules/minisearch/dist/umd/index.js', join(folder, 'assets/minisearch.js'));
  await writeFile(join(folder, 'assets/search-index.js'), makeSearchIndex(pages));
}

async function writePage(
  folder: string,
  page: Page,
  byPath: ReadonlyMap<string, Page>,
  navigation: readonly Section[],
): Promise<void> {
  const body = render(page.markdown, (href) => {
    const target = resolveLink(page.path, href);
    if (target === undefined) return href;
    const url = byPath.get(target.path)?.url ?? urlOfFile(target.path);
    return `${hrefFrom(page.url, url)}${target.anchor === undefined ? '' : `#${target.anchor}`}`;
  });
  const { title, url } = page;
  await writeOut(folder, url, layOut({ title, url, body, headings: headingsIn(parse(page.markdown)) }, navigation));
}

/** Finds linked files that are not pages themselves, such as programs and pictures. */
function linkedFiles(pages: readonly Page[], byPath: ReadonlyMap<string, Page>): Set<string> {
  const paths = pages.flatMap(({ path, markdown }) =>
    linksIn(parse(markdown)).map(({ href }) => resolveLink(path, href)?.path),
  );
  return new Set(paths.filter((path) => path !== undefined).filter((path) => !byPath.has(path)));
}

function urlOfFile(path: string): string {
  return join('files', PICTURES.has(extname(path)) ? path : `${path}.html`);
}

/** Adds a file to the website. A picture is copied; for any other file, a page with the text of the file is written. */
async function writeFileOfRepository(folder: string, path: string, navigation: readonly Section[]): Promise<void> {
  const url = urlOfFile(path);
  if (PICTURES.has(extname(path))) return cp(path, join(folder, url));
  const code = highlight(await readFile(path, 'utf8'), extname(path).slice(1));
  const body = `<h1>${escapeHtml(path)}</h1><pre><code>${code}</code></pre>`;
  await writeOut(folder, url, layOut({ title: path, url, body, headings: [] }, navigation));
}

async function writeOut(folder: string, url: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, url)), { recursive: true });
  await writeFile(join(folder, url), text);
}
