import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findBrokenLinks } from '../../tools/docs-site/check-links.js';
import { linksIn, parse } from '../../tools/docs-site/markdown.js';
import { makeNavigation } from '../../tools/docs-site/navigation.js';
import { type Page, readPages, resolveLink } from '../../tools/docs-site/pages.js';
import { blocksIn } from '../support/guides.js';
import { WRITTEN } from '../support/quick-starts/quick-starts.js';

const shell = promisify(execFile);

/** Files of programs and settings that the documentation explains. */
const PROGRAM = /\.(ts|mjs|go|py|conf|html|template|yml)$|Caddyfile$/;

async function filesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.map((file) => join(folder, file)).filter((file) => !WRITTEN.test(file));
}

/** The long check `quickstarts` installs what these examples name, and compiles them. */
function isQuickStart(file: string): boolean {
  return file.startsWith(join('examples', 'quick-starts'));
}

describe('the pages', () => {
  let pages: Page[];
  beforeAll(async () => {
    pages = await readPages();
  });

  it('link to files and headings that exist', async () => {
    expect(pages.length).toBeGreaterThan(25);
    expect(await findBrokenLinks(pages)).toEqual([]);
  });

  it('are all reached from docs/README.md', () => {
    const reached = makeNavigation(pages).flatMap((section) =>
      section.pages.flatMap(({ page, below }) => [page.path, ...below.map(({ path }) => path)]),
    );
    const inDocs = pages.filter(({ path }) => path.startsWith('docs/') && path !== 'docs/README.md');
    expect(inDocs.map(({ path }) => path).filter((path) => !reached.includes(path))).toEqual([]);
  });

  it('quote programs and settings as they are', async () => {
    const quotes = pages.flatMap(({ path, markdown }) =>
      blocksIn(markdown).flatMap(({ info, code }) => {
        const file = info.split(' ')[1] ?? '';
        return file.includes('/') ? [{ path, file, code }] : [];
      }),
    );
    expect(quotes.length).toBeGreaterThan(15);
    const wrong: string[] = [];
    for (const { path, file, code } of quotes) {
      const isQuoted = (await readFile(file, 'utf8')).includes(code);
      if (!isQuoted) wrong.push(`${path} quotes ${file} wrongly: ${code.split('\n')[0]}`);
    }
    expect(wrong).toEqual([]);
  });

  it('give commands that package.json has', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
    const named = pages.flatMap(({ path, markdown }) =>
      [...markdown.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, name = '']) => ({ path, name })),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
  });

  it('build passgraph-admin before an example that needs it', async () => {
    const starts = pages.flatMap(({ path, markdown }) =>
      blocksIn(markdown).flatMap(({ code }) => {
        const [, folder] = /^cd (examples\/\S+)\nnpm install$/m.exec(code) ?? [];
        return folder === undefined ? [] : [{ path, folder, code }];
      }),
    );
    const wrong: string[] = [];
    for (const { path, folder, code } of starts) {
      const needsBuild = (await readFile(join(folder, 'package.json'), 'utf8')).includes('"passgraph-admin"');
      if (needsBuild && !code.startsWith('npm run build:admin\n')) wrong.push(`${path}: ${folder}`);
    }
    expect(starts.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it('take passgraph-admin and the image from the clone, because no registry has them', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    const files = ['packages/admin/README.md', 'README.md', ...pages.map(({ path }) => path)];
    const texts = await Promise.all([...new Set(files)].map((file) => readFile(file, 'utf8')));
    const all = texts.join('\n');
    expect(all.match(/(?:npx|npm install|npm i) passgraph\S*|passgraph\/passgraph/g)).toBeNull();
    const tarballs = new Set(all.match(/passgraph-admin-[\d.]+\.tgz/g));
    expect([...tarballs]).toEqual([`passgraph-admin-${version}.tgz`]);
  });

  it('name functions and tables that the linked files have', async () => {
    const wrong: string[] = [];
    let links = 0;
    for (const { path, markdown } of pages) {
      for (const [, name = '', href = ''] of markdown.matchAll(/\[`(\w+)`\]\(([^)#]+\.tsx?)\)/g)) {
        links += 1;
        const text = await readFile(resolveLink(path, href)?.path ?? '', 'utf8');
        if (!new RegExp(`\\b(function|const|class|interface) ${name}\\b`).test(text)) wrong.push(`${path}: ${name}`);
      }
    }
    expect(links).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('link to every program and every file of settings', async () => {
    const linked = new Set(
      pages.flatMap(({ path, markdown }) =>
        linksIn(parse(markdown)).map(({ href }) => resolveLink(path, href)?.path ?? ''),
      ),
    );
    const folders = await Promise.all(['examples', 'deploy'].map(filesIn));
    const programs = folders.flat().filter((file) => PROGRAM.test(file));
    // Each belongs to a program that is linked, and is started or served with it.
    const besides = /\/(keys\.ts|index\.html|jwks\.json|__init__\.py)$/;
    expect(programs.filter((file) => !linked.has(file) && !besides.test(file))).toEqual([]);
  });
});

describe('the examples', () => {
  it('are programs that TypeScript takes', async () => {
    const files = (await filesIn('examples')).filter((file) => file.endsWith('.ts') && !isQuickStart(file));
    const strict = '--noEmit --strict --skipLibCheck --target es2024 --lib es2024,dom,dom.iterable --types node';
    const modules = '--module nodenext --moduleResolution nodenext --ignoreConfig';
    const args = ['node_modules/typescript/bin/tsc', ...strict.split(' '), ...modules.split(' '), ...files];
    const complaints = await shell(process.execPath, args).then(
      () => '',
      ({ stdout }) => stdout,
    );
    expect(files.length).toBeGreaterThan(10);
    expect(complaints).toBe('');
  });

  it('install the versions that are tested, and say which Node they need', async () => {
    const root = JSON.parse(await readFile('package.json', 'utf8'));
    const tested = { ...root.dependencies, ...root.devDependencies };
    const manifests = (await filesIn('examples')).filter((file) => file.endsWith('package.json'));
    expect(manifests.length).toBeGreaterThan(8);
    for (const file of manifests) {
      const { dependencies, engines, scripts } = JSON.parse(await readFile(file, 'utf8'));
      const others = Object.entries(dependencies).filter(([name, version]) => (tested[name] ?? version) !== version);
      expect([file, others]).toEqual([file, []]);
      const isTypeScript = (await readdir(join(file, '..'))).some((name) => name.endsWith('.ts'));
      expect([file, engines.node]).toEqual([file, isTypeScript ? '>=22.18' : '>=20.19']);
      expect(await readFile(join(file, '../.npmrc'), 'utf8')).toContain('engine-strict=true\n');
      expect(scripts.start).toBeDefined();
    }
  });

  it('name the versions of Go modules and Python packages that are tested', async () => {
    const tested = (await readFile('test/docs/requirements.txt', 'utf8')).split('\n');
    const modules = await readFile('test/docs/go.mod', 'utf8');
    const files = (await filesIn('examples')).filter((file) => !isQuickStart(file));
    for (const file of files.filter((one) => one.endsWith('requirements.txt'))) {
      const lines = (await readFile(file, 'utf8')).split('\n');
      expect([file, lines.filter((line) => !tested.includes(line))]).toEqual([file, []]);
    }
    for (const file of files.filter((one) => one.endsWith('go.mod'))) {
      const required = [...(await readFile(file, 'utf8')).matchAll(/(\S+\.\S+\/\S+ v\S+)/g)].map(([line]) => line);
      expect(required.length).toBeGreaterThan(0);
      expect([file, required.filter((line) => !modules.includes(line))]).toEqual([file, []]);
    }
  });
});
