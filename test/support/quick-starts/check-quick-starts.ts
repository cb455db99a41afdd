import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../browser.js';
import { freePort } from '../free-port.js';
import { blocksIn, type Program, replaceAddresses } from '../guides.js';
import { startGroup } from '../real-clients/program-group.js';
import { startWorld, type World } from './people-in-browser.js';
import { commandsIn, installQuickStart, PATH, QUICK_STARTS, type QuickStart } from './quick-starts.js';

/** A page that does not come within this time never comes. */
const PAGE_LIMIT_MS = 45_000;
/** The slowest program compiles all of its libraries. */
const INSTALLATION_LIMIT_MS = 25 * 60_000;

const ADD_SECRET =
  'mutation ($id: ID!) { addClientSecret(input: { clientId: $id, expireOthersIn: 0 }) { __typename } }';
const PERMIT = `mutation ($id: ID!) {
  updateClient(input: { id: $id, accessPolicy: PERMITTED_USERS }) { client { id } }
  grantPermission(input: { clientId: $id, groupId: "editors" }) { __typename }
}`;

/** Checks the quick starts in a browser, one after the other. `QUICK_START=express,django` chooses some. */
export function checkQuickStarts(): void {
  const wanted = process.env.QUICK_START?.split(',');
  const chosen = QUICK_STARTS.filter(({ name }) => wanted?.includes(name) ?? true);
  describeInBrowser('quick starts', () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld();
    });
    afterAll(() => world?.stop());
    for (const quickStart of chosen) {
      const isHere = hasCommand(quickStart.needs);
      const name = isHere ? quickStart.name : `${quickStart.name} (lacks ${quickStart.needs})`;
      (isHere ? describe : describe.skip)(name, () => checkQuickStart(quickStart, () => world));
    }
  });
}

function hasCommand(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { env: { PATH } });
    return true;
  } catch {
    return false;
  }
}

function checkQuickStart({ name, callback, ...parts }: QuickStart, getWorld: () => World): void {
  let world: World;
  let program: Program;
  let origin: string;
  let clientId: string;

  beforeAll(async () => {
    world = getWorld();
    const markdown = await readFile(`docs/quick-starts/${name}.md`, 'utf8');
    const port = await freePort();
    origin = `http://localhost:${port}`;
    const commands = commandsIn(markdown, name);
    const folder = await installQuickStart(name, commands);
    const registration = blocksIn(markdown).find(({ info }) => info === 'graphql client')?.code ?? '';
    const { createClient } = await world.graphql<{
      createClient: { client: { id: string }; clientSecret: string | null };
    }>(replaceAddresses(registration, { 'http://localhost:4000': origin }));
    clientId = createClient.client.id;
    const start = commands.start.replace('CLIENT_SECRET=…', `CLIENT_SECRET=${createClient.clientSecret}`);
    const env = { PATH, ISSUER: world.issuer, PORT: `${port}` };
    program = startGroup('sh', ['-c', start], { cwd: folder, env });
    await program.listens(origin);
  }, INSTALLATION_LIMIT_MS);
  afterAll(() => program?.stop());

  /** Names what the program has printed if a step fails. */
  const step = (sentence: string, run: () => Promise<void>) =>
    it(sentence, () =>
      run().catch((cause) => {
        throw new Error(`${name} printed: ${program?.printed()}`, { cause });
      }),
    );

  const open = async (user: keyof Pick<World, 'ada' | 'bob'>): Promise<Page> => {
    const page = await world.openWindow(world[user]);
    page.setDefaultTimeout(PAGE_LIMIT_MS);
    await page.goto(origin);
    return page;
  };
  const press = (page: Page, text: string) => page.getByText(text, { exact: true }).click();
  const see = (page: Page, text: string) => page.getByText(text).first().waitFor();

  step('signs in, shows the user, and signs out here and at Passgraph.', async () => {
    const page = await open('ada');
    await press(page, 'Sign in');
    await see(page, 'Hello Ada <Lovelace>');
    await see(page, 'ada@example.com');
    await see(page, 'Groups: editors');
    if (!parts.isInBrowser) expect(await readableByScripts(page)).not.toContain('eyJ');
    if (parts.callsApi) {
      await press(page, 'Call the API');
      await see(page, '"preferred_username": "ada"');
    }
    await press(page, 'Sign out');
    await page.waitForURL(`${origin}/`);
    await page.getByText('Sign in', { exact: true }).waitFor();
    await page.goto(`${world.issuer}/account`);
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.context().close();
  });

  step('explains a response that this browser did not ask for.', async () => {
    const page = await open('ada');
    const forged = new URLSearchParams({ code: 'a-code', state: 'a-state', iss: world.issuer });
    const answer = await page.goto(`${origin}${callback}?${forged}`);
    expect(answer?.status()).toBeLessThan(500);
    await see(page, parts.unasked);
    await page.getByText('Sign in', { exact: true }).waitFor();
    await page.context().close();
  });

  step('explains why a user without access cannot sign in.', async () => {
    await world.graphql(PERMIT, { id: clientId });
    const page = await open('bob');
    await press(page, 'Sign in');
    await see(page, 'You don’t have access to');
    await page.locator('button[value=back]').click();
    await page.waitForURL((url) => url.origin === origin);
    await see(page, 'access_denied');
    await page.getByText('Sign in', { exact: true }).waitFor();
    await page.context().close();
  });

  if (parts.wrongSecret !== undefined)
    step('explains that Passgraph does not accept its secret.', async () => {
      await world.graphql(ADD_SECRET, { id: clientId });
      const page = await open('ada');
      await press(page, 'Sign in');
      await see(page, parts.wrongSecret ?? '');
      await page.getByText('Sign in', { exact: true }).waitFor();
      await page.context().close();
    });
}

/** Everything that the browser keeps and scripts of the page can read. A JWT in it would begin with `eyJ`. */
function readableByScripts(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
}
