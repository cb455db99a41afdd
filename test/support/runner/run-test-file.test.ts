import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const RUNNER = resolve('dist/test/support/runner/run-test-file.js');
const JEST = resolve('node_modules/jest/bin/jest.js');
const IMPORT = `import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';\n`;

interface Outcome {
  readonly exitCode: number;
  /** The status of each test, by its full name. */
  readonly statuses: Record<string, string>;
  readonly numRuntimeErrorTestSuites: number;
  readonly complaints: string;
}

describe('The runner of test files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-test-file-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs files of tests, one after the other in one worker, with the runner of this project. */
  const run = async (sources: readonly string[], ...words: string[]): Promise<Outcome> => {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [at, source] of sources.entries()) await writeFile(join(folder, `${at}.test.js`), IMPORT + source);
    // Jest runs files that it does not know in the order of their size, largest first, so the first one is the largest.
    const config = { rootDir: folder, testRunner: RUNNER, transform: {}, testTimeout: 1000 };
    const args = [JEST, '--config', JSON.stringify(config), '--json', '--runInBand', ...words];
    return new Promise((done) => {
      execFile(process.execPath, args, (error, stdout, complaints) => {
        const { testResults, numRuntimeErrorTestSuites } = JSON.parse(stdout);
        const results: { fullName: string; status: string }[] = testResults.flatMap(
          (file: { assertionResults: object[] }) => file.assertionResults,
        );
        const statuses = Object.fromEntries(results.map(({ fullName, status }) => [fullName, status]));
        done({ exitCode: error === null ? 0 : Number(error.code), statuses, numRuntimeErrorTestSuites, complaints });
      });
    });
  };

  it('reports tests that fail, hang, leave a promise that is rejected, throw later, or end the process.', async () => {
    const { exitCode, statuses, complaints } = await run([
      `it('holds', () => {});
       it('fails', () => { expect(1).toBe(2); });
       it('hangs', () => new Promise(() => {}));
       it('throws', () => { throw new Error('thrown'); });
       it('rejects late', () => { Promise.reject(new Error('late')); return new Promise((done) => setTimeout(done, 50)); });
       it('throws late', () => { setTimeout(() => { throw new Error('later'); }); return new Promise((done) => setTimeout(done, 50)); });
       it('ends the process', () => process.exit(0));
       describe('after a hook that fails', () => { beforeAll(() => { throw new Error('hook'); }); it('fails', () => {}); });
       it.skip('is skipped', () => {});
       it.todo('is planned');`,
    ]);
    expect(statuses).toEqual({
      holds: 'passed',
      fails: 'failed',
      hangs: 'failed',
      throws: 'failed',
      'rejects late': 'failed',
      'throws late': 'failed',
      'ends the process': 'failed',
      'after a hook that fails fails': 'failed',
      'is skipped': 'pending',
      'is planned': 'todo',
    });
    expect(exitCode).toBe(1);
    expect(complaints).toContain('0.test.js:3:');
    expect(complaints).toContain('A test called process.exit(0).');
  });

  it('reports files that cannot be loaded, have no tests, or fail in their last hook.', async () => {
    const missing = await run([`import './missing.js';`]);
    expect([missing.exitCode, missing.numRuntimeErrorTestSuites]).toEqual([1, 1]);
    const empty = await run(['']);
    expect([empty.exitCode, empty.numRuntimeErrorTestSuites]).toEqual([1, 1]);
    const last = await run([`afterAll(() => { throw new Error('last'); }); it('holds', () => {});`]);
    expect([last.exitCode, last.complaints]).toEqual([1, expect.stringContaining('last')]);
  });

  it('runs only the tests that --testNamePattern chooses.', async () => {
    const { statuses, exitCode } = await run([`it('one', () => {}); it('two', () => {});`], '--testNamePattern', 'two');
    expect([statuses, exitCode]).toEqual([{ one: 'pending', two: 'passed' }, 0]);
  });

  it('keeps what one file changes from the next one.', async () => {
    const changes = `
      process.env.CHANGED = 'yes';
      process.on('SIGTERM', () => {});
      jest.setTimeout(1);
      expect.extend({ toBeOfAnotherFile: () => ({ pass: true, message: () => '' }) });
      jest.spyOn(Date, 'now').mockReturnValue(5);
      afterEach(() => { throw new Error('a hook of another file'); });
      ${' '.repeat(2000)}`;
    const { statuses } = await run([
      `${changes} it('first', () => { expect(Date.now()).toBe(5); });`,
      `it('second', async () => {
         await new Promise((done) => setTimeout(done, 20));
         expect(process.env.CHANGED).toBeUndefined();
         expect(process.listenerCount('SIGTERM')).toBe(0);
         expect(Date.now()).toBeGreaterThan(5);
         expect(expect(1).toBeOfAnotherFile).toBeUndefined();
       });`,
    ]);
    expect(statuses).toEqual({ first: 'failed', second: 'passed' });
  });
});
