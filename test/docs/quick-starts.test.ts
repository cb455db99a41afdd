import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linksIn, parse } from '../../tools/docs-site/markdown.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { openCommands } from '../support/configuration-commands.js';
import { blocksIn } from '../support/guides.js';
import { commandsIn, QUICK_STARTS, TEXT_ONLY, WRITTEN } from '../support/quick-starts/quick-starts.js';

const NAMES = QUICK_STARTS.map(({ name }) => name);
/** Every file of an example except these is on its page. */
const NOT_QUOTED = /(^|\/)(\.npmrc|\.gitignore|package\.json|go\.sum|Cargo\.lock|__init__\.py)$/;

function readQuickStart(name: string): Promise<string> {
  return readFile(`docs/quick-starts/${name}.md`, 'utf8');
}

async function programFiles(name: string): Promise<string[]> {
  const entries = await readdir(`examples/quick-starts/${name}`, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => !WRITTEN.test(path));
}

describe('docs/quick-starts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('has a page for every program, and a program for every page that runs here', async () => {
    const pages = (await readdir('docs/quick-starts')).filter((file) => file !== 'README.md');
    expect(pages.toSorted()).toEqual([...NAMES, ...TEXT_ONLY].map((name) => `${name}.md`).toSorted());
    expect((await readdir('examples/quick-starts')).filter((name) => !name.startsWith('.')).toSorted()).toEqual(
      NAMES.toSorted(),
    );
    const linked = linksIn(parse(await readQuickStart('README'))).map(({ href }) => href);
    expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
  });

  it.each([...NAMES, ...TEXT_ONLY])('registers the same client by GraphQL and by file: %s', async (name) => {
    const blocks = blocksIn(await readQuickStart(name));
    const [graphql = '', yaml = ''] = ['graphql client', 'yaml client'].map(
      (wanted) => blocks.find(({ info }) => info === wanted)?.code,
    );
    const { createClient } = await app.graphql<{ createClient: { client: { id: string } } }>(graphql);
    expect(yaml).toContain(`id: ${createClient.client.id}\n`);
    const commands = await openCommands(app.origin, app.apiKey);
    expect(await commands.apply(yaml, '--dry-run')).toMatchObject({ code: 0, complaints: [] });
    await commands.close();
  });

  it.each(NAMES)('shows the whole program, and how to start it: %s', async (name) => {
    const markdown = await readQuickStart(name);
    const missing: string[] = [];
    for (const file of (await programFiles(name)).filter((path) => !NOT_QUOTED.test(path))) {
      if (!markdown.includes(`${file}\n${await readFile(file, 'utf8')}\`\`\``)) missing.push(file);
    }
    expect(missing).toEqual([]);
    expect(commandsIn(markdown, name).start).toMatch(/^[A-Z_]+=\S+ .+|^npm start$/);
  });

  it.each(QUICK_STARTS)('explains what can go wrong: $name', async ({ name, unasked, wrongSecret = '' }) => {
    const [, explained = ''] = (await readQuickStart(name)).split('## If it does not work');
    expect(explained).toContain(unasked);
    expect(explained).toContain(wrongSecret);
  });

  it('lets in the members of a group only, as its README says', async () => {
    const blocks = blocksIn(await readQuickStart('README'));
    const [group = '', permit = ''] = ['graphql group', 'graphql permit'].map(
      (wanted) => blocks.find(({ info }) => info === wanted)?.code,
    );
    const { createUser } = await app.graphql<{ createUser: { user: { id: string } } }>(
      'mutation { createUser(input: { username: "ada" }) { user { id } } }',
    );
    await app.graphql(group, { userId: createUser.user.id });
    await app.graphql(
      'mutation { createClient(input: { id: "own", name: "Own", accessPolicy: ALL_USERS, redirectUris: ["http://localhost:4000/"] }) { client { id } } }',
    );
    await app.graphql(permit, { clientId: 'own' });
    const { client } = await app.graphql(
      'query { client(id: "own") { accessPolicy permissions(first: 5) { edges { node { group { id } } } } } }',
    );
    expect(client).toEqual({
      accessPolicy: 'PERMITTED_USERS',
      permissions: { edges: [{ node: { group: { id: 'editors' } } }] },
    });
  });
});
