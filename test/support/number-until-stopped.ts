import { openStore } from '../../src/storage/open-store.js';

/** A process that numbers audit events until it is killed. It prints `ready` when it begins. */
const [, , url = '', owner = ''] = process.argv;
const store = await openStore({ kind: 'mongodb', url });
process.stdout.write('ready\n');
for (;;) {
  await store.auditEvents.numberEvents(owner, new Date(performance.timeOrigin + performance.now()));
  await new Promise((resolve) => setTimeout(resolve, 20));
}
