import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { pressButtons } from './console-buttons.js';
import { MAX_LAYOUT_SHIFT, shiftsOf, showAgain, watchShifts } from './layout-shifts.js';
import { isTooWide, unfold } from './page-checks.js';

/** The paths of all screens, as the console lists them. */
const SCREENS = 'console/src/shell/screens.ts';
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 812 };
const NARROW = { width: 320, height: 640 };

export interface VisitedScreen {
  /** The path, with `:id` instead of an id. */
  readonly kind: string;
  /** How many texts of the attacker the screen shows. */
  readonly evilTexts: number;
  /** The buttons that were pressed, and the forms that were sent. */
  readonly pressed: readonly string[];
  /** What moved too far while the screen loaded. */
  readonly shifts: readonly string[];
  /** What must not be there. */
  readonly findings: readonly string[];
}

/**
 * Opens each kind of path that the console lists or links to, and looks for what an attacker wants, for a layout that long
 * texts break, and for one that shifts while the screen loads. `unseen` are listed paths to which no screen leads.
 */
export async function visitConsole(page: Page, open: (path: string) => Promise<void>) {
  await watchShifts(page);
  const listed = [...readFileSync(SCREENS, 'utf8').matchAll(/'(\/console[^']*)'/g)].map(([, path = '']) => path);
  const waiting = [...listed.filter((path) => !path.includes(':')), '/console/scopes/claim-rules?application=evil'];
  const screens: VisitedScreen[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path, listed);
    if (screens.some((screen) => screen.kind === kind)) continue;
    await page.setViewportSize(WIDE);
    await open(path);
    const shifts = await findShifts(page);
    await page.setViewportSize(PHONE);
    await showAgain(page, path);
    shifts.push(...(await findShifts(page)));
    await unfold(page);
    const { links, evilTexts, findings } = await page.evaluate(lookForEvil);
    await page.setViewportSize(NARROW);
    const outside = (await isTooWide(page)) ? await page.evaluate(elementsOutside) : [];
    const opened = await pressButtons(page, () => open(path));
    const all = [
      ...findings,
      ...outside.map((element) => `sticks out of a small screen: ${element}`),
      ...opened.findings,
    ];
    const [found, moved] = [all, shifts].map((each) => each.map((finding) => `${path}: ${finding}`));
    screens.push({ kind, evilTexts, pressed: opened.pressed, shifts: moved ?? [], findings: found ?? [] });
    // A record of the attacker comes first.
    waiting.unshift(...links.filter((link) => link.includes('evil')));
    waiting.push(...links);
  }
  await page.setViewportSize(WIDE);
  const unseen = listed.filter((pattern) => !screens.some(({ kind }) => fits(kind, pattern)));
  return { screens, unseen };
}

/** Says what moved while the screen loaded, if it was too much. */
async function findShifts(page: Page): Promise<string[]> {
  const { sum, moved } = await shiftsOf(page);
  return sum > MAX_LAYOUT_SHIFT ? [`${sum} at ${page.viewportSize()?.width} px: ${moved.join('; ')}`] : [];
}

/** The path without ids, so that each screen, each of its tabs and each form that a query chooses is opened once. */
function kindOf(path: string, patterns: readonly string[]): string {
  const bare = path.replace(/[?#].*$/, '');
  const parts = (patterns.find((one) => fits(bare, one)) ?? bare).split('/');
  const kind = bare.split('/').map((part, position) => (parts[position] === ':id' ? ':id' : part));
  return `${kind.join('/')}${/\?(template|kind|application)(?==)/.exec(path)?.[0] ?? ''}`;
}

/** Whether a path is of the kind that a pattern such as `/console/people/:id/:tab?` describes. */
function fits(path: string, pattern: string): boolean {
  const parts = pattern.split('/').map((part) => {
    if (!part.startsWith(':')) return `/${part}`;
    return part.endsWith('?') ? '(/[^/]+)?' : '/[^/]+';
  });
  return new RegExp(`^${parts.join('').replace(/^\//, '')}$`).test(path);
}

/** Runs in the page. */
export function lookForEvil() {
  const hrefs = [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href);
  const foreign = [...document.scripts].filter(({ src }) => !src.startsWith(`${location.origin}/console-files/`));
  return {
    evilTexts: (document.body.textContent ?? '').split('data-evil').length - 1,
    links: hrefs
      .filter((href) => href.startsWith(`${location.origin}/console`))
      .map((href) => href.slice(location.origin.length)),
    findings: [
      ...[...document.querySelectorAll('[data-evil]')].map((element) => `element ${element.tagName}`),
      ...hrefs.filter((href) => !/^(https?|mailto|tel):/.test(href)).map((href) => `link ${href}`),
      ...foreign.map(({ outerHTML }) => `script ${outerHTML}`),
      ...('hacked' in globalThis ? ['a script ran'] : []),
    ],
  };
}

/** Runs in the page: what sticks out of it. */
function elementsOutside() {
  const width = document.documentElement.clientWidth;
  const outside = [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > width);
  return outside.slice(-3).map(({ outerHTML }) => outerHTML.slice(0, 200));
}
