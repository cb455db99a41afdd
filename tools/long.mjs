/**
 * Runs one of the long checks in `test/long`: `npm run long -- NAME` runs `NAME.check.ts`. With `--of-commit` instead
 * of a name, the hash of the current commit chooses the check, so that all checks run over many commits. The script
 * then stops the check after 15 minutes.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));

const LIMIT_MS = 15 * 60_000;
/**
 * `--of-commit` never chooses these checks. `.ci/run` runs `image` for every commit anyway, and the other checks
 * download packages.
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
runCheck(name, isOfCommit ? LIMIT_MS : undefined);

function chosenByCommit() {
  const candidates = names.filter((name) => !ALWAYS.includes(name)).sort();
  const hash = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  return candidates[Number(BigInt(`0x${hash}`) % BigInt(candidates.length))];
}

/**
 * The check runs in its own process group, so that this script can stop the check together with all processes that the
 * check started.
 */
function runCheck(name, limit) {
  console.log(`long check: ${name}`);
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const options = ['--testMatch', `**/long/${name}.check.js`, '--runInBand', `--testTimeout=${LIMIT_MS}`];
  const check = spawn(process.execPath, [...jest, ...options], { stdio: 'inherit', detached: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => endGroup(check.pid, signal));
  const timer = limit === undefined ? undefined : setTimeout(() => endGroup(check.pid, 'SIGKILL'), limit);
  check.once('exit', (code, signal) => {
    clearTimeout(timer);
    if (signal !== null) {
      console.log(`The long check ${name} was stopped with ${signal}. The time limit is ${LIMIT_MS / 60_000} minutes.`);
      console.log('0 passed, 1 failed, 0 skipped');
    }
    process.exit(code ?? 1);
  });
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
