import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const REPORTER = resolve('dist/test/support/closing-line-reporter.js');
const JEST = resolve('node_modules/jest/bin/jest.js');

interface Run {
  readonly lines: string[];
  readonly exitCode: number;
}

describe('The closing line of npm test', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closing-line-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs jest over one test file, in a process of its own. */
  const runOver = async (source: string, env: Record<string, string> = {}): Promise<Run> => {
    await writeFile(join(folder, 'some.test.js'), source);
    const config = JSON.stringify({
      rootDir: folder,
      reporters: [[REPORTER, { maySkip: join(folder, 'may-skip.txt') }]],
      transform: {},
    });
    return new Promise((done) => {
      const options = { env: { ...process.env, CI: 'false', ...env } };
      execFile(process.execPath, [JEST, '--config', config], options, (error, stdout) => {
        done({ lines: stdout.trimEnd().split('\n'), exitCode: error === null ? 0 : Number(error.code) });
      });
    });
  };

  it('counts passed and skipped tests, and names the skipped ones.', async () => {
    const run = await runOver(`
      it('holds', () => {});
      describe.skip('elsewhere (lacks a thing)', () => { it('a', () => {}); it('b', () => {}); });
      it.todo('some day');
    `);
    expect(run).toEqual({
      lines: ['skipped 2: elsewhere (lacks a thing)', 'skipped 1: some day', '1 passed, 0 failed, 3 skipped'],
      exitCode: 0,
    });
  });

  it('counts failures, and the run fails.', async () => {
    const run = await runOver(`it('holds', () => {}); it('breaks', () => { throw new Error(); });`);
    expect(run.lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
    expect(run.exitCode).toBe(1);
  });

  it('counts a file that cannot be loaded as a failure.', async () => {
    const run = await runOver(`require('./missing');`);
    expect(run.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(run.exitCode).toBe(1);
  });

  it('comes after a failure if no test ran.', async () => {
    const run = await runOver(`it.skip('holds', () => {});`);
    expect(run.lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
    expect(run.exitCode).toBe(1);
  });

  describe('with CI=true', () => {
    const SOURCE = `
      it('holds', () => {});
      describe.skip('Go (lacks go)', () => { it('a', () => {}); });
      describe.skip('Python (skipped: no Python)', () => { it('a', () => {}); });`;

    it('comes after a failure if a skipped test is not listed, and names only that one.', async () => {
      await writeFile(join(folder, 'may-skip.txt'), '# a comment\nPython\n');
      const run = await runOver(SOURCE, { CI: 'true' });
      expect(run.lines.slice(-2)).toEqual([
        'These tests must not be skipped in CI: Go (lacks go).',
        '1 passed, 0 failed, 2 skipped',
      ]);
      expect(run.exitCode).toBe(1);
    });

    it('comes after a success if all skipped tests are listed.', async () => {
      await writeFile(join(folder, 'may-skip.txt'), 'Go\nPython\n');
      const run = await runOver(SOURCE, { CI: 'true' });
      expect([run.lines.at(-1), run.exitCode]).toEqual(['1 passed, 0 failed, 2 skipped', 0]);
    });
  });
});
