/**
 * Runs the server while you develop it. After each change in `src`, `npm run dev` compiles and restarts the server. If
 * the code does not compile, the old server keeps running. Stack traces show the lines of the TypeScript sources.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));

/**
 * After a change, the script waits this long before it restarts the server, so that an editor that saves several files
 * causes only one restart.
 */
const SETTLE_MS = 150;

let server;
let timer;
let restarting = false;
let changed = false;

function build() {
  return spawnSync(process.execPath, ['tools/build.mjs', 'server'], { stdio: 'inherit' }).status === 0;
}

function start() {
  server = spawn(process.execPath, ['--enable-source-maps', 'dist/src/main.js', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
}

async function stop() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}

async function restart() {
  if (restarting) {
    changed = true;
    return;
  }
  restarting = true;
  do {
    changed = false;
    if (!build()) continue;
    await stop();
    start();
  } while (changed);
  restarting = false;
}

watch('src', { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(restart, SETTLE_MS);
});
async function end() {
  await stop();
  process.exit();
}

/**
 * npm runs this script in a shell and sends a stop signal only to the shell. So the script also stops when its parent
 * process has ended.
 */
const parent = process.ppid;
setInterval(() => process.ppid !== parent && end(), 500).unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
await restart();
