/**
 * Runs one of the long checks in `test/long`: `npm run long -- NAME` runs `NAME.check.ts`. With `--of-commit` the hash
 * of the commit chooses a check, so that over many commits all checks run. A check that takes too long is stopped. A
 * process that outlives its check is stopped too, and the check has failed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));

const TEST_LIMIT_MS = 15 * 60_000;
/** The minutes that a check may take. These download packages and compile programs. */
const MINUTES = { libraries: 60, products: 90 };
const OTHER_MINUTES = 15;
/** How long the processes of a check may take to end after it. */
const GRACE_MS = 5_000;
/** Its value in the environment marks every process that a check starts. */
const MARK = 'PASSGRAPH_LONG_CHECK';
/**
 * `--of-commit` never chooses these checks: `.ci/run` runs `image` for every commit, and the others download packages.
 */
const ALWAYS = ['image', 'clients', 'libraries', 'products'];

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

/** The check runs in its own process group, but the programs that it starts have groups of their own. */
function runCheck(name, minutes) {
  console.log(`long check: ${name}`);
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
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

/** The processes with this mark that still run. Only Linux has /proc. */
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

/** A process that ends meanwhile, or that belongs to another user, has no such words. */
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
