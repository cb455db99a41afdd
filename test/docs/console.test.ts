import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const TEXTS = 'console/src/texts/en';
const PAGES = ['README.md', 'docs/getting-started.md', 'docs/console.md', 'docs/products/README.md'];

describe('The pages about the console', () => {
  it('name buttons, fields and screens as the console does', async () => {
    const files = await readdir(TEXTS);
    const texts = await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(TEXTS, file), 'utf8'))));
    const shown = new Set(texts.flatMap((file) => Object.values<string>(file)));
    const wrong: string[] = [];
    let names = 0;
    for (const page of PAGES) {
      for (const name of namesIn(await readFile(page, 'utf8'))) {
        names += 1;
        if (!shown.has(name)) wrong.push(`${page}: ${name}`);
      }
    }
    expect(names).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });
});

/** What is bold. A text that ends with a full stop or a colon is the title of a paragraph. */
function namesIn(markdown: string): string[] {
  const bold = [...markdown.matchAll(/\*\*([^*]+)\*\*/g)].map(([, text = '']) => text.replaceAll(/\s+/g, ' '));
  return bold.filter((text) => !/[.:]$/.test(text));
}
