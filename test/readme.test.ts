import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFirstOwnerLink } from '../src/admin/users/first-owner.js';
import { startTestApp, type TestApp } from './support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from './support/browser.js';
import { blocksIn, type Guide, openGuide, type Program, replaceAddresses, startExample } from './support/guides.js';
import { enrolInBrowser } from './support/journey.js';
import { broughtBack, enrolOwner, type Person } from './support/people.js';
import { newUserAgent, type UserAgent } from './support/user-agent.js';

const shell = promisify(execFile);
const readme = await readFile('README.md', 'utf8');

/** How to register the first application in the console. */
const [STEPS = ''] = /^1\. Choose \*\*Add application.*?(?=\n\n)/ms.exec(readme) ?? [];

function commandsIn(markdown: string): string[] {
  return blocksIn(markdown)
    .filter(({ info }) => info === 'sh')
    .map(({ code }) => code);
}

describe('README', () => {
  it('has at most 12 kB', () => {
    expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(12 * 1024);
  });

  it('shows pictures that exist', async () => {
    const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    for (const picture of pictures) expect((await stat(picture)).size).toBeGreaterThan(0);
  });

  it('gives the same steps and commands as docs/getting-started.md', async () => {
    const text = await readFile('docs/getting-started.md', 'utf8');
    const guide = commandsIn(text);
    const first = commandsIn(readme).slice(0, 4);
    expect(first.map((command) => command.split(/\s/)[0])).toEqual(['npm', 'cd', 'export', 'curl']);
    expect(first.filter((command) => !guide.includes(command))).toEqual([]);
    expect(text).toContain(STEPS);
  });
});

describeInBrowser('README: the first application, in the console', () => {
  it('is registered as the steps say, and signs the owner in and out', async () => {
    const app = await startTestApp();
    const browser = await launchBrowser();
    const guide = await openGuide('getting-started', app);
    const origin = guide.origin(4000);
    const page = await (await browser.newContext()).newPage();
    const choose = async (name: string) => {
      expect(STEPS).toContain(`**${name}**`);
      await page
        .locator('main')
        .locator('a, button, summary, label')
        .filter({ hasText: new RegExp(`^${name}`) })
        // The link back can have the same name.
        .last()
        .click();
    };
    const enter = async (label: string, value: string) => {
      expect(STEPS).toContain(`\`${value}\``);
      const field = page.getByLabel(new RegExp(`^${label}( \\(optional\\))?$`));
      await field.fill(replaceAddresses(value, { 'http://localhost:4000': origin }));
    };
    let program: Program | undefined;
    try {
      await addVirtualAuthenticator(page);
      await enrolInBrowser(page, (await createFirstOwnerLink(app.deps)) ?? '');
      await choose('Add application');
      await choose('Web application');
      await enter('Name', 'Notes');
      await enter('Redirect URIs', 'http://localhost:4000/callback');
      await choose('Everyone');
      await choose('More options');
      await enter('Client ID', 'notes');
      await enter('Redirect URIs after sign-out', 'http://localhost:4000/');
      await choose('Add application');
      const secret = await page.locator('.copyable.secret code').innerText();
      program = startExample(guide, 'first-application/app.mjs', 4000, { CLIENT_SECRET: secret });
      await program.listens(origin);
      await page.goto(`${origin}/login`);
      await page.getByText(/^Hello owner, you are/).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      expect(page.url()).toBe(`${origin}/`);
    } finally {
      await program?.stop();
      await browser.close();
      await app.stop();
    }
  });
});

describe('README: the first application', () => {
  let app: TestApp;
  let owner: Person;
  let guide: Guide;
  let origin: string;
  let secret: string;
  let program: Program;

  const start = (env: NodeJS.ProcessEnv) => startExample(guide, 'first-application/app.mjs', 4000, env);
  /** Starts a sign-in, and gives the URL that Passgraph returns to. */
  const returned = async (browser: UserAgent): Promise<URL> =>
    broughtBack(owner, (await browser.get('/login')).location);

  beforeAll(async () => {
    app = await startTestApp();
    owner = await enrolOwner(app);
    guide = await openGuide('getting-started', app);
    origin = guide.origin(4000);
    const command = commandsIn(readme).find((code) => code.startsWith('curl')) ?? '';
    const here = replaceAddresses(command, { 'http://localhost:3000': app.origin, 'http://localhost:4000': origin });
    const { stdout } = await shell('sh', ['-c', here], { env: { ...process.env, KEY: app.apiKey } });
    const { createClient } = JSON.parse(stdout).data;
    expect(createClient.client.id).toBe('notes');
    secret = createClient.clientSecret;
    program = start({ CLIENT_SECRET: secret });
    await program.listens(origin);
  });
  afterAll(async () => {
    await program?.stop();
    await app.stop();
  });

  it('signs a user in, and remembers them when the page is reloaded', async () => {
    const browser = newUserAgent(origin);
    expect((await browser.get('/')).text).toContain('Sign in');
    const back = await returned(browser);
    expect((await browser.get(back.href)).location?.href).toBe(`${origin}/`);
    for (let load = 0; load < 2; load += 1) {
      expect((await browser.get('/')).text).toMatch(/^Hello owner, you are [0-9a-f-]{36}\. /);
    }
  });

  it('refuses a response that this browser did not ask for', async () => {
    const browser = newUserAgent(origin);
    const back = await returned(browser);
    expect((await newUserAgent(origin).get(back.href)).status).toBe(400);
    const forged = new URL(back);
    forged.searchParams.set('state', 'another');
    expect((await browser.get(forged.href)).status).toBe(400);
    const session = (await browser.jar.getCookies(origin)).find(({ key }) => key === 'session')?.value ?? '';
    const other = await newUserAgent(origin).get(back.href, { cookie: `xsession=${session}` });
    expect(other.status).toBe(400);
  });

  it('signs the user out, here and at Passgraph', async () => {
    const browser = newUserAgent(origin);
    await browser.get((await returned(browser)).href);
    const away = (await browser.postForm('/logout', {})).location;
    expect(away?.pathname).toBe('/oidc/logout');
    expect((await browser.get('/')).text).toContain('Sign in');
    expect((await owner.agent.follow(away?.href ?? '')).location?.href).toBe(`${origin}/`);
    const again = (await browser.get('/login')).location;
    expect((await owner.agent.get(again?.href ?? '')).location?.pathname).toBe('/login');
  });

  it('shows what the server refused', async () => {
    const browser = newUserAgent(origin);
    const away = (await browser.get('/login')).location ?? new URL(origin);
    away.searchParams.delete('code_challenge');
    const back = await owner.agent.follow(away.href);
    const refused = await browser.get(back.location?.href ?? '');
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(/^Not signed in: invalid_request: .*code_challenge/);
  });

  it('says in a sentence that CLIENT_SECRET is missing', async () => {
    const lacking = start({ CLIENT_SECRET: '' });
    expect(await lacking.ends()).toBe(1);
    expect(lacking.printed()).toMatch(/^CLIENT_SECRET is missing: .*\n$/);
  });
});
