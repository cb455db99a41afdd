import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { systemClock } from '../support/deps.js';
import { type Journey, startJourney } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';

const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';

describeInBrowser('the console in a browser', () => {
  let journey: Journey;
  let page: Page;
  /** What the browser reports: violations of the Content-Security-Policy, and errors of scripts. */
  const problems: string[] = [];

  const setRole = (adminRole: string | null) =>
    journey.app.graphql(SET_ROLE, { input: { id: journey.userId, adminRole } });

  beforeAll(async () => {
    journey = await startJourney({ clock: systemClock });
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(() => journey?.stop());

  const open = (path: string) => page.goto(`${journey.app.origin}${path}`);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  it('refuses a user without a role, in words', async () => {
    await open('/console');
    await heading('Sign in to the console');
    expect(await page.getByRole('main').textContent()).toContain('cannot use the console');
  });

  it('signs an administrator in with the session of the browser, and shows the screens', async () => {
    await setRole('OWNER');
    await open('/console');
    await heading('Overview');
    await page.getByText('1 person', { exact: true }).waitFor();
    await expectGood(page);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    await expectGood(page);
    await page.reload();
    await page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    await page.getByText('Show as GraphQL').click();
    expect(await page.locator('pre').first().textContent()).toContain('query People');
  });

  it('leads through the sign-in page, back to the screen that was asked for', async () => {
    await page.context().clearCookies();
    // The authenticator is in the other page.
    await journey.page.goto(`${journey.app.origin}/console/people`);
    await journey.page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    expect(new URL(journey.page.url()).pathname + new URL(journey.page.url()).search).toBe('/console/people');
  });

  it('keeps no token where another script could read it', async () => {
    const stored = await page.evaluate(() => ({ ...localStorage, ...sessionStorage }));
    expect(stored).toEqual({});
  });

  it('reports no violation of the Content-Security-Policy and no error', () => {
    expect(problems).toEqual([]);
  });
});
