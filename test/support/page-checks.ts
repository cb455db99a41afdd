import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the accessibility check finds, in words; of one rule alone, where it is named. */
export async function findings(page: Page, rule?: string): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, only === undefined ? {} : { runOnly: only });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, rule);
}

/** Opens all that is folded away. */
export function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
}

export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** What stands, where it can be seen, with a word that is longer than its line, and would be broken somewhere. */
export function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { style } = document.body;
    [style.overflowWrap, style.hyphens] = ['normal', 'manual'];
    // What is folded away has no width of its own.
    const tooWide = [document.documentElement, ...document.querySelectorAll('main *')].filter(
      (element) => element.checkVisibility() && element.clientWidth > 0 && element.scrollWidth > element.clientWidth,
    );
    [style.overflowWrap, style.hyphens] = ['', ''];
    return tooWide.map((element) => `${element.tagName} ${element.className} ${element.textContent}`.slice(0, 500));
  });
}
