import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The findings of the accessibility check, of all rules or of one. Colours that change are checked when they have changed. */
export async function findings(page: Page, rule?: string): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, only === undefined ? {} : { runOnly: only });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, rule);
}

/**
 * Checks a page on a small screen: accessibility in light and dark colours, the width in both text directions, and the
 * keyboard.
 */
export async function expectGood(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect([page.url(), colorScheme, await findings(page)]).toEqual([page.url(), colorScheme, []]);
  }
  for (const dir of ['rtl', 'ltr']) {
    await page.evaluate((direction) => document.documentElement.setAttribute('dir', direction), dir);
    expect([page.url(), dir, await isTooWide(page)]).toEqual([page.url(), dir, false]);
  }
  expect([page.url(), await unreachable(page)]).toEqual([page.url(), []]);
  if (before !== null) await page.setViewportSize(before);
}

/**
 * Visible links, buttons and fields that the Tab key does not reach, or that have no outline when it does. Of radio
 * buttons that belong together, the Tab key reaches the checked one. While a dialog is open, only it can be reached.
 */
async function unreachable(page: Page): Promise<string[]> {
  const left = new Set(
    await page.evaluate(() => {
      const start = document.createElement('span');
      start.tabIndex = -1;
      const place = document.querySelector('dialog:modal') ?? document.body;
      place.prepend(start);
      start.focus();
      const controls =
        'a[href], button:enabled, input:enabled:not([type=radio]:not(:checked)), select, textarea, summary';
      const all = [...place.querySelectorAll(controls)];
      return all.flatMap((element, position) => {
        element.setAttribute('data-position', String(position));
        return element.checkVisibility() ? [`${position} ${element.outerHTML.slice(0, 200)}`] : [];
      });
    }),
  );
  // More presses than there are elements, because some are in shadow roots, and fields of dates take several.
  for (let presses = 2 * left.size + 10; presses > 0 && left.size > 0; presses -= 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => {
      const element = document.activeElement;
      const hasOutline = element !== null && getComputedStyle(element).outlineStyle !== 'none';
      return hasOutline ? element.getAttribute('data-position') : null;
    });
    for (const each of left) if (each.startsWith(`${reached} `)) left.delete(each);
  }
  return [...left];
}

/** Opens every `details` element. */
export function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
}

export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Visible elements with a word that is longer than its line and would be broken. */
export function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { style } = document.body;
    [style.overflowWrap, style.hyphens] = ['normal', 'manual'];
    // A row that scrolls breaks no word. Its content is checked all the same.
    const scrolls = (element: Element) => getComputedStyle(element).overflowX === 'auto';
    // Hidden elements have no width.
    const tooWide = [document.documentElement, ...document.querySelectorAll('main *')].filter(
      (element) =>
        element.checkVisibility() &&
        element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth &&
        !scrolls(element),
    );
    [style.overflowWrap, style.hyphens] = ['', ''];
    return tooWide.map((element) => `${element.tagName} ${element.className} ${element.textContent}`.slice(0, 500));
  });
}

/** The smallest side of something to tap, in CSS pixels. https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced */
const MIN_TARGET_PX = 44;
/** Phones zoom in on a field whose text is smaller. */
const MIN_FIELD_TEXT_PX = 16;

/** Visible elements that are too small to tap, and fields whose text is too small. A checkbox is tapped by its label. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(
    ([minTarget, minText]) =>
      [...document.querySelectorAll('a:not(.skip), button, summary, input[type=text], select, label:has(input)')]
        .filter((element) => element.checkVisibility())
        .flatMap((element) => {
          const { width, height } = element.getBoundingClientRect();
          const text = Number.parseFloat(getComputedStyle(element).fontSize);
          const isSmall = Math.min(width, height) < minTarget;
          const isField = element.matches('input, select');
          const size = `${element.tagName} ${element.textContent} ${width} × ${height}, text ${text}`;
          return isSmall || (isField && text < minText) ? [size] : [];
        }),
    [MIN_TARGET_PX, MIN_FIELD_TEXT_PX] as const,
  );
}
