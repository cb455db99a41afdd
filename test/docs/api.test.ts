import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Guide, openGuide, start } from '../support/guides.js';

const shell = promisify(execFile);

let app: TestApp;
let guide: Guide;

beforeAll(async () => {
  app = await startTestApp();
  guide = await openGuide('api', app);
  for (const username of ['alan', 'ada', 'grace']) {
    await app.graphql('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
      input: { username, email: `${username}@example.com` },
    });
  }
});
afterAll(() => app.stop());

/** The JSON of a block. Cursors differ between servers. */
function shown(info: string): unknown {
  return JSON.parse(guide.block(info), (name, value) =>
    /^(endC|c)ursor$/.test(name) ? expect.stringMatching(/./) : value,
  );
}

describe('docs/api.md', () => {
  it('shows the response to a query', async () => {
    const data = await guide.graphql(app, 'page', { search: 'example.com' });
    expect({ data }).toEqual(shown('json page'));
    const { stdout } = await shell('sh', ['-c', guide.block('sh page')], { env: { ...process.env, KEY: app.apiKey } });
    expect(JSON.parse(stdout)).toEqual(shown('json page'));
  });

  it('shows the response to a refused mutation', async () => {
    const response = await fetch(`${app.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${app.apiKey}` },
      body: JSON.stringify({ query: 'mutation { createUser(input: { username: "ada" }) { user { id } } }' }),
    });
    expect([response.status, await response.json()]).toEqual([200, shown('json error')]);
  });

  it('chooses fields of each type of a union', async () => {
    const { auditEvents } = await guide.graphql<{ auditEvents: { edges: object[] } }>(app, 'union');
    expect(auditEvents.edges).not.toEqual([]);
  });

  it('does not make the third of several mutations if the second one fails', async () => {
    const create = (id: string) => `createGroup(input: { id: "${id}", name: "Crew" }) { group { id } }`;
    const query = `mutation { a: ${create('one')} b: ${create('one')} c: ${create('two')} }`;
    await expect(app.graphql(query)).rejects.toThrow();
    const groups = await app.graphql('{ one: group(id: "one") { id } two: group(id: "two") { id } }');
    expect(groups).toEqual({ one: { id: 'one' }, two: null });
  });
});

const PYTHON = process.env.DOCS_PYTHON ?? 'python3';
const describeInPython = spawnSync(PYTHON, ['--version']).status === 0 ? describe : describe.skip;

describeInPython('docs/api.md in Python', () => {
  const run = (program: string) =>
    shell(PYTHON, ['-c', `${guide.block('py gql')}\n${program}`], { env: { ...process.env, KEY: app.apiKey } });

  it('reads a whole list', async () => {
    const { stdout } = await run(guide.block('py pages'));
    expect(stdout).toBe('grace grace@example.com\nada ada@example.com\nalan alan@example.com\n');
  });

  it('prints each event of a stream as it happens', async () => {
    const log = await openGuide('audit-log', app);
    const program = start(PYTHON, ['-c', log.block('py stream')], { env: { KEY: app.apiKey } });
    let isPrinted = false;
    const printed = program.says(/'resourceId': 'python-\d+'/).then(() => {
      isPrinted = true;
    });
    // The stream begins with the next event, and the program does not say when it is connected.
    for (let count = 0; !isPrinted; count += 1) {
      await app.graphql('mutation ($id: ID!) { createGroup(input: { id: $id, name: "Crew" }) { group { id } } }', {
        id: `python-${count}`,
      });
      await Promise.race([printed, new Promise((done) => setTimeout(done, 100))]);
    }
    await program.stop();
  });

  it('throws the errors of a response', async () => {
    await expect(run('gql("{ unknown }")')).rejects.toThrow('GRAPHQL_VALIDATION_FAILED');
  });
});
