#!/usr/bin/env node
/**
 * The entry of the command line. No other file of this package may read the environment or write to the console.
 */

import { text } from 'node:stream/consumers';

const OLDEST_NODE = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(
    `passgraph-admin needs Node ${OLDEST_NODE} or later, but this is Node ${process.versions.node}. Install a newer Node.`,
  );
  process.exit(1);
}
const { runCommand } = await import('../dist/passgraph-admin.js');
process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  print: console.log,
  complain: console.error,
  readStdin: () => text(process.stdin),
});
