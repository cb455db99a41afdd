import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findings, isTooWide } from './page-checks.js';

/** Checks accessibility and width on small and large screens, light and dark, in both text directions. */
export async function expectGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1440]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      expect([name, colorScheme, width, await findings(page)]).toEqual([name, colorScheme, width, []]);
      for (const dir of ['rtl', 'ltr']) {
        await page.evaluate((direction) => document.documentElement.setAttribute('dir', direction), dir);
        expect([name, width, dir, await isTooWide(page)]).toEqual([name, width, dir, false]);
      }
    }
  }
}
