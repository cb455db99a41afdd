import { openStore } from '../../src/storage/open-store.js';

/**
 * A process that stores one key after the other until it is killed. It prints each key when the store has acknowledged
 * it. The third argument distinguishes the keys of several runs.
 */
const [, , kind, place = '', prefix = 'key'] = process.argv;
const store = await openStore(kind === 'mongodb' ? { kind, url: place } : { kind: 'sqlite', path: place });
const expiresAt = new Date(performance.timeOrigin + 3_600_000);
for (let index = 0; ; index += 1) {
  if (!(await store.usedOnce.take(`${prefix}-${index}`, expiresAt))) throw new Error(`${prefix}-${index} exists`);
  process.stdout.write(`${prefix}-${index}\n`);
}
