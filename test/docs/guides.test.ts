import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { blocksIn, writeText } from '../support/guides.js';

const shell = promisify(execFile);

describe('The guides', () => {
  it('are reached from the README, and lead to what is there', async () => {
    const pages = (await readdir('docs')).filter((name) => name.endsWith('.md'));
    const texts = new Map(
      await Promise.all(pages.map(async (name) => [name, await readFile(join('docs', name), 'utf8')] as const)),
    );
    const readme = await readFile('README.md', 'utf8');
    expect(pages.filter((name) => !readme.includes(`docs/${name}`))).toEqual([]);
    const anchorOf = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
    const broken = [...texts].flatMap(([name, text]) =>
      [...text.matchAll(/\]\(([\w-]+\.md)?(?:#([\w-]+))?\)/g)]
        .filter(([, file = name, anchor]) => {
          const headings = [...(texts.get(file) ?? '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
            anchorOf(heading),
          );
          return headings.length === 0 || (anchor !== undefined && !headings.includes(anchor));
        })
        .map(([link]) => `${name}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('have programs that TypeScript takes', async () => {
    const pages = (await readdir('docs')).filter((name) => name.endsWith('.md'));
    const files: string[] = [];
    for (const page of pages) {
      for (const { info, code } of blocksIn(await readFile(join('docs', page), 'utf8'))) {
        const [language, file] = info.split(' ');
        if (language !== 'ts' || file === undefined) continue;
        files.push(join('dist/guides/types', page, file));
        await writeText(files.at(-1) ?? '', code);
      }
    }
    const strict = '--noEmit --strict --skipLibCheck --target es2024 --lib es2024,dom,dom.iterable --types node';
    const modules = '--module nodenext --moduleResolution nodenext --ignoreConfig';
    const args = ['node_modules/typescript/bin/tsc', ...strict.split(' '), ...modules.split(' '), ...files];
    const complaints = await shell(process.execPath, args).then(
      () => '',
      ({ stdout }) => stdout,
    );
    expect(files.length).toBeGreaterThan(5);
    expect(complaints).toBe('');
  });
});
