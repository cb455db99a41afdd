/**
 * Runs one of the long checks in `test/long`: `npm run long -- NAME` runs `NAME.check.ts`. With `--of-commit` instead
 * of a name, the hash of the current commit chooses the check, so that all checks run over many commits. The script
 * stops a check that takes too long. If a process outlives its check, the script stops the process, and the check fails.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));

/** Less than the minutes of a check, so that Jest names the test that does not end. */
const TEST_LIMIT_MS = 12 * 60_000;
/**
 * The minutes that a check may take. The checks in this list take longer than others, because they download packages
 * and compile programs.
 */
const MINUTES = { libraries: 60, products: 90, quickstarts: 60 };
const OTHER_MINUTES = 15;
/** If processes of a check still run this long after the check has ended, they are stopped. */
const GRACE_MS = 5_000;
/**
 * The environment variable by which this script recognizes the processes of a check. Every process that the check
 * starts inherits its value.
 */
const MARK = 'PASSGRAPH_LONG_CHECK';
/**
 * `--of-commit` never chooses these checks. `.ci/run` runs `image` for every commit anyway, and the other checks
 * download packages.
 */
const ALWAYS = ['image', 'clients', 'libraries', 'products', 'quickstarts'];

const names = readdirSync('test/long').flatMap((file) => /^(.*)\.check\.ts$/.exec(file)?.[1] ?? []);
const [word, ...others] = process.argv.slice(2);
const isOfCommit = word === '--of-commit';
const name = isOfCommit ? chosenByCommit() : word;
if (name === undefined || !names.includes(name) || others.length > 0) {
  console.error(`Name one of the long checks: npm run long -- ${names.join(' | ')}`);
  process.exit(1);
}
runCheck(name, MINUTES[name] ?? OTHER_MINUTES);

function chosenByCommit() {
  const candidates = names.filter((name) => !ALWAYS.includes(name)).sort();
  const hash = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  return candidates[Number(BigInt(`0x${hash}`) % BigInt(candidates.length))];
}

/**
 * Runs a check in its own process group. The programs that the check starts have other process groups, so stopping the
 * group does not stop them.
 */
function runCheck(name, minutes) {
  console.log(`long check: ${name}`);
  const jest = ['--no-warnings', 'node_modules/jest/bin/jest.js'];
  const options = ['--testMatch', `**/long/${name}.check.js`, '--runInBand', `--testTimeout=${TEST_LIMIT_MS}`];
  const mark = `${MARK}=${randomUUID()}`;
  const env = { ...process.env, [MARK]: mark.slice(MARK.length + 1) };
  const check = spawn(process.execPath, [...jest, ...options], { stdio: 'inherit', detached: true, env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => endGroup(check.pid, signal));
  const timer = setTimeout(() => endGroup(check.pid, 'SIGKILL'), minutes * 60_000);
  check.once('exit', async (code, signal) => {
    clearTimeout(timer);
    const end = Date.now() + (signal === null ? GRACE_MS : 0);
    while (pidsWith(mark).length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
    const left = pidsWith(mark).map(endProcess);
    if (signal !== null) {
      console.log(`The long check ${name} was stopped with ${signal}. The time limit is ${minutes} minutes.`);
      console.log('0 passed, 1 failed, 0 skipped');
    } else if (left.length > 0) {
      console.log(`The long check ${name} left these processes: ${left.join('; ')}`);
      console.log('0 passed, 1 failed, 0 skipped');
    }
    process.exit(left.length > 0 ? 1 : (code ?? 1));
  });
}

/**
 * Returns the ids of the running processes that have this mark in their environment. Only Linux has /proc, so on other
 * systems the list is empty.
 */
function pidsWith(mark) {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.filter((pid) => readProcess(pid, 'environ').includes(mark));
}

function endProcess(pid) {
  const command = readProcess(pid, 'cmdline').join(' ').slice(0, 100);
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  return command;
}

/**
 * Returns the words in a file of /proc about a process. Returns an empty list if the process has ended or belongs to
 * another user.
 */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
