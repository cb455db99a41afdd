import { openStore } from '../../src/storage/open-store.js';

/**
 * A process that takes one key after another, prints each acknowledged key on a line, and continues until it is killed.
 */
const [, , kind, place = ''] = process.argv;
const store = await openStore(kind === 'mongodb' ? { kind, url: place } : { kind: 'sqlite', path: place });
const expiresAt = new Date(performance.timeOrigin + 3_600_000);
for (let index = 0; ; index += 1) {
  if (!(await store.usedOnce.take(`key-${index}`, expiresAt))) throw new Error(`key-${index} was taken`);
  process.stdout.write(`key-${index}\n`);
}
