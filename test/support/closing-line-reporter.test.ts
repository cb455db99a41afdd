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

describe('the closing line of npm test', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closing-line-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs jest, in a process of its own, over one test file. */
  const runOver = async (source: string): Promise<Run> => {
    await writeFile(join(folder, 'some.test.js'), source);
    const config = JSON.stringify({ rootDir: folder, reporters: [REPORTER], transform: {} });
    return new Promise((done) => {
      execFile(process.execPath, [JEST, '--config', config], (error, stdout) => {
        done({ lines: stdout.trimEnd().split('\n'), exitCode: error === null ? 0 : Number(error.code) });
      });
    });
  };

  it('counts what passed and what was skipped, and names what was skipped', async () => {
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

  it('counts a failure, and the run fails', async () => {
    const run = await runOver(`it('holds', () => {}); it('breaks', () => { throw new Error(); });`);
    expect(run.lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
    expect(run.exitCode).toBe(1);
  });

  it('counts a file that does not load as failed', async () => {
    const run = await runOver(`require('./missing');`);
    expect(run.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(run.exitCode).toBe(1);
  });

  it('fails where no test ran', async () => {
    const run = await runOver(`it.skip('holds', () => {});`);
    expect(run.lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
    expect(run.exitCode).toBe(1);
  });
});
