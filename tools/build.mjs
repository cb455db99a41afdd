/**
 * Compiles targets whose sources have changed: `node tools/build.mjs server|admin|console|tests … [--if-missing]`. A stamp file
 * beside the output has a digest of the sources, so the script skips a target whose sources have not changed. `npm
 * start` runs this script, so it must not need a package that `npm ci --omit=dev` does not install.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));

const CONFIGURATION = ['package.json', 'package-lock.json', 'tsconfig.json'];
const ADMIN_PACKAGE = 'packages/admin';

/** The member `contains` of a target names a larger target, whose output includes the output of this target. */
const TARGETS = {
  server: {
    inputs: [...CONFIGURATION, 'tsconfig.build.json', 'src'],
    stamp: 'dist/.server-stamp',
    contains: 'tests',
    build: () => compileInto('dist', 'tsconfig.build.json'),
  },
  tests: {
    inputs: [...CONFIGURATION, 'src', `${ADMIN_PACKAGE}/src`, 'console/src', 'tools', 'test'],
    stamp: 'dist/.tests-stamp',
    build: () => compileInto('dist', 'tsconfig.json'),
  },
  admin: {
    inputs: [...CONFIGURATION, 'schema.graphql', 'tools/bundle', `${ADMIN_PACKAGE}/tsconfig.json`]
      .concat(`${ADMIN_PACKAGE}/package.json`, `${ADMIN_PACKAGE}/src`)
      .filter((path) => existsSync(path)),
    stamp: `${ADMIN_PACKAGE}/dist/.stamp`,
    build: bundleAdmin,
  },
  console: {
    inputs: [...CONFIGURATION, 'tools/bundle', 'console/tsconfig.json', 'console/src', `${ADMIN_PACKAGE}/src/client`],
    stamp: 'console/dist/.stamp',
    build: buildConsole,
  },
};

const words = process.argv.slice(2);
const ifMissing = words.includes('--if-missing');
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.find((name) => !(name in TARGETS));
if (names.length === 0 || unknown !== undefined) {
  fail(`Name at least one of the targets: ${Object.keys(TARGETS).join(', ')}.`);
}
// Skips a target if the larger target that includes its output is built too, so that nothing is compiled twice.
for (const name of names.filter((name) => !names.includes(TARGETS[name].contains))) await buildTarget(name);

async function buildTarget(name) {
  const { stamp, inputs, contains, build } = TARGETS[name];
  const stamps = [stamp, ...(contains === undefined ? [] : [TARGETS[contains].stamp])];
  if (ifMissing && stamps.some((path) => existsSync(path))) return;
  const digest = digestOf(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  if (contains !== undefined && isCurrent(TARGETS[contains])) return;
  await build();
  writeFileSync(stamp, digest);
}

function isCurrent({ stamp, inputs }) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(inputs);
}

/** The digest also covers the version of Node. It covers the version of the compiler through package-lock.json. */
function digestOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const path of inputs.flatMap(filesBelow)) {
    if (existsSync(path)) hash.update(`\0${path}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Compiles into a new folder and then replaces the old one, so that the output of deleted sources disappears. The old
 * folder stays until the compiler has succeeded, because a process may be running from it.
 */
function compileInto(folder, project) {
  const compiler = 'node_modules/typescript/bin/tsc';
  if (!existsSync(compiler))
    fail('TypeScript is not installed. Run "npm ci --loglevel=error" and correct the errors that it reports.');
  const next = `${folder}.next-${process.pid}`;
  process.once('exit', () => rmSync(next, { recursive: true, force: true }));
  run(compiler, '-p', project, '--outDir', next);
  rmSync(folder, { recursive: true, force: true });
  renameSync(next, folder);
}

async function buildConsole() {
  checkBundler();
  run('node_modules/typescript/bin/tsc', '-p', 'console/tsconfig.json');
  const { bundleConsole } = await import('./bundle/bundle-console.mjs');
  await bundleConsole();
}

function checkBundler() {
  if (!existsSync('node_modules/esbuild'))
    fail('esbuild is not installed. Run "npm ci --loglevel=error" and correct the errors that it reports.');
}

async function bundleAdmin() {
  checkBundler();
  const { bundle } = await import('./bundle/bundle-admin.mjs');
  rmSync(`${ADMIN_PACKAGE}/dist`, { recursive: true, force: true });
  mkdirSync(`${ADMIN_PACKAGE}/dist`);
  await bundle(ADMIN_PACKAGE);
  run('node_modules/typescript/bin/tsc', '-p', `${ADMIN_PACKAGE}/tsconfig.json`);
}

function run(script, ...words) {
  const { status } = spawnSync(process.execPath, [script, ...words], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
