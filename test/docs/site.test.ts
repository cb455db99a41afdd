import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import MiniSearch, { type Options } from 'minisearch';
import { buildSite } from '../../tools/docs-site/build-site.js';
import { findBrokenLinks } from '../../tools/docs-site/check-links.js';

const FOLDER = 'dist/site-of-test';

/** The site has a page for each application of the catalogue. */
const BUILD_LIMIT_MS = 120_000;

describe('npm run docs', () => {
  let files: Set<string>;
  let pages: Map<string, string>;

  beforeAll(async () => {
    await buildSite(FOLDER);
    const found = await readdir(FOLDER, { recursive: true, withFileTypes: true });
    files = new Set(found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
    const html = [...files].filter((file) => file.endsWith('.html'));
    pages = new Map(await Promise.all(html.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
  }, BUILD_LIMIT_MS);
  afterAll(() => rm(FOLDER, { recursive: true, force: true }));

  /** The values of an attribute that lead to a file of the site, with the page that has them. */
  const targets = (attribute: 'href' | 'src') =>
    [...pages].flatMap(([page, html]) =>
      [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) => ({ page, value })),
    );

  it('writes pages whose links lead to files of the site', () => {
    const local = [...targets('href'), ...targets('src')].filter(({ value }) => !/^[a-z]+:/.test(value));
    expect(local.length).toBeGreaterThan(1000);
    const missing = local.filter(({ page, value }) => {
      const path = decodeURIComponent(value.split('#')[0] ?? '');
      return path !== '' && !files.has(join(dirname(page), path));
    });
    expect(missing).toEqual([]);
  });

  it('loads nothing from the network', () => {
    const loaded = targets('src').map(({ value }) => value);
    expect(loaded.filter((value) => /^(https?:)?\/\//.test(value))).toEqual([]);
    const styles = [...pages.values()].flatMap((html) => [...html.matchAll(/<link [^>]*href="([^"]*)"/g)]);
    expect(styles.map(([, href = '']) => href).filter((href) => /^(https?:)?\/\//.test(href))).toEqual([]);
  });

  it('has an index that finds sections', async () => {
    const context: { searchIndex?: string; searchOptions?: Options } = {};
    runInNewContext(await readFile(join(FOLDER, 'assets/search-index.js'), 'utf8'), context);
    const index = MiniSearch.loadJSON(context.searchIndex ?? '', context.searchOptions ?? { fields: [] });
    const [first] = index.search('replace secret key', { combineWith: 'AND', boost: { heading: 3 } });
    expect(first?.url).toBe('operation.html#replace-the-secret-key');
  });

  it('stops at a link to a missing file or heading', async () => {
    const markdown = '# Page\n\n[a](missing.md) [b](#missing) [c](#page) ![d](missing.png) [e](../README.md#missing)\n';
    const page = { path: 'docs/README.md', title: 'Page', url: 'index.html', markdown };
    expect(await findBrokenLinks([page])).toEqual([
      'docs/README.md: missing.md',
      'docs/README.md: #missing',
      'docs/README.md: missing.png',
      'docs/README.md: ../README.md#missing',
    ]);
  });
});
