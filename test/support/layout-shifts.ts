import type { Page } from 'playwright-core';

/** The score above which the layout "needs improvement". https://web.dev/articles/cls */
export const MAX_LAYOUT_SHIFT = 0.1;

interface Shifts {
  /** The sum of all shifts since the screen began to load, which is at least the score. */
  readonly sum: number;
  /** The elements that moved, with their distances. */
  readonly moved: readonly string[];
}

/** Adds up how far the layout shifts while a page loads. Call it before the page is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(countShifts);
}

export function shiftsOf(page: Page): Promise<Shifts> {
  return page.evaluate(() => (globalThis as unknown as Watching).layoutShifts());
}

/** Shows the screen once more in the same page, as a link of the console does, and counts its shifts from then on. */
export async function showAgain(page: Page, path: string): Promise<void> {
  for (const to of ['/console/none', path]) {
    await page.evaluate(showPath, to);
    await page.waitForFunction(isShown);
  }
}

interface Watching {
  layoutShifts(): Promise<Shifts>;
  restartShifts(): Promise<void>;
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

/**
 * Runs in the page before its own scripts, but not in its frames, which may run no script. While the page loads, each
 * response waits until the browser has painted the screen without it: a server on the same machine answers so fast that
 * the browser would paint only the complete screen.
 */
function countShifts(): void {
  if (top !== window) return;
  let isLoading = true;
  let sum = 0;
  const moved: string[] = [];
  const add = (entries: PerformanceEntryList) => {
    for (const { value, sources } of entries as LayoutShift[]) {
      sum += value;
      for (const { node, previousRect, currentRect } of sources) {
        const name = node instanceof Element ? `${node.tagName} ${node.className}` : node?.textContent;
        moved.push(`${name}: ${currentRect.x - previousRect.x}, ${currentRect.y - previousRect.y}`);
      }
    }
  };
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  const layoutShifts = async () => {
    isLoading = false;
    await painted();
    add(observer.takeRecords());
    return { sum, moved };
  };
  const restartShifts = async () => {
    await layoutShifts();
    isLoading = true;
    sum = 0;
    moved.length = 0;
  };
  const send = fetch.bind(globalThis);
  const sendAndPaint: typeof fetch = async (...request) => {
    const answer = await send(...request);
    if (isLoading) await painted();
    return answer;
  };
  Object.assign(globalThis, { layoutShifts, restartShifts, fetch: sendAndPaint });
}

/** Runs in the page. The titles that it shows are those of the screen before. */
async function showPath(path: string): Promise<void> {
  for (const title of document.querySelectorAll<HTMLElement>('main h1')) title.dataset.before = '';
  await (globalThis as unknown as Watching).restartShifts();
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Runs in the page. */
function isShown(): boolean {
  const titles = [...document.querySelectorAll<HTMLElement>('main h1')];
  const isNew = titles.length > 0 && titles.every(({ dataset }) => dataset.before === undefined);
  return isNew && document.querySelector('[aria-busy=true]') === null;
}
