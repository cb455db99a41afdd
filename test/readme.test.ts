import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './support/app.js';
import { blocksIn, type Guide, openGuide, type Program, replaceAddresses, startExample } from './support/guides.js';
import { broughtBack, enrolOwner, type Person } from './support/people.js';
import { newUserAgent, type UserAgent } from './support/user-agent.js';

const shell = promisify(execFile);
const readme = await readFile('README.md', 'utf8');

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

  it('gives the same commands as docs/getting-started.md', async () => {
    const guide = commandsIn(await readFile('docs/getting-started.md', 'utf8'));
    const first = commandsIn(readme).slice(0, 4);
    expect(first.map((command) => command.split(/\s/)[0])).toEqual(['npm', 'export', 'curl', 'cd']);
    expect(first.filter((command) => !guide.includes(command))).toEqual([]);
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
