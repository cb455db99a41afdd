import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Guide, openGuide, type Program, start, startExample } from '../support/guides.js';
import { broughtBack, enrolOwner, type Person } from '../support/people.js';

let app: TestApp;
let owner: Person;
let guide: Guide;
const running: Program[] = [];

beforeAll(async () => {
  app = await startTestApp();
  owner = await enrolOwner(app);
  guide = await openGuide('administration-tools', app);
  await guide.graphql(app, 'client');
  await app.graphql('mutation { createUser(input: { username: "grace" }) { user { id } } }');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});
afterAll(() => app.stop());

/** Makes the sign-in of every grant an hour older. */
async function ageGrants(): Promise<void> {
  const { grants } = app.deps.store;
  for (const { record } of (await grants.page({ first: 10 }, {})).items) {
    await grants.delete(record.id);
    await grants.insert({ ...record, authTime: new Date(record.authTime.getTime() - 3_600_000) });
  }
}

describe('docs/administration-tools.md', () => {
  it('signs in as the user, renews the token, signs in again for a change, and revokes its tokens', async () => {
    // Less than half a minute: each call renews the token first.
    await app.graphql(
      'mutation { updateClient(input: { id: "admin-tool", accessTokenLifetime: 20 }) { client { id } } }',
    );
    const program = startExample(guide, 'administration-tool/tool.ts', 4000);
    running.push(program);
    const [, first = ''] = await program.says(/Sign in at (\S+)\n/);
    await fetch(await broughtBack(owner, new URL(first)));
    await program.says(/Signed in as owner\n/);
    program.child.stdin?.write('users\nnothing\nlink\nlink zoe\n');
    await program.says(
      /\nowner .*\nThere is no command nothing\.\nWrite a username after link, .*\nThere is no user zoe\.\n/,
    );

    await ageGrants();
    program.child.stdin?.write('link grace\n');
    const [, again = ''] = await program.says(/Sign in at \S+\n.*Sign in at (\S+)\n/s);
    expect(new URL(again).searchParams.get('max_age')).toBe('300');
    await fetch(await broughtBack(owner, new URL(again)));
    await program.says(/\/enroll\/\S+\n/);

    program.child.stdin?.end();
    expect(await program.ends()).toBe(0);
    const standing = { standingAt: app.deps.clock.now() };
    expect((await app.deps.store.grants.page({ first: 10 }, standing)).items).toEqual([]);
  });
});

// The script needs no package, so any Python runs it.
const PYTHON = process.env.DOCS_PYTHON ?? 'python3';
const describeInPython = spawnSync(PYTHON, ['--version']).status === 0 ? describe : describe.skip;

describeInPython('docs/administration-tools.md in Python', () => {
  it('acts as the user who enters the code', async () => {
    const script = resolve('examples/administration-tool/tool.py');
    const program = start(PYTHON, [script], { cwd: guide.folder, env: { ISSUER: app.origin } });
    running.push(program);
    const [, page = '', code = ''] = await program.says(/Open (\S+) and enter (\S+)\n/);
    expect(page).toBe(`${app.origin}/device`);
    const entered = await owner.agent.postForm('/device', { user_code: code });
    const asked = await owner.agent.follow(entered.location?.href ?? '');
    const fields = [...asked.text.matchAll(/name="(interaction|shown)" value="([^"]+)"/g)];
    const answer = { ...Object.fromEntries(fields.map(([, name, value]) => [name, value])), action: 'allow' };
    const allowed = await owner.agent.postForm('/consent', answer);
    expect((await owner.agent.follow(allowed.location?.href ?? '')).status).toBe(200);
    await program.says(/\nowner .*\n/);
    expect(await program.ends()).toBe(0);
  });
});
