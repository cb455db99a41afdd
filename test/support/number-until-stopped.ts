import { openStore } from '../../src/storage/open-store.js';

/** A process that numbers audit events until it is killed. It prints `ready` when it begins. */
const [, , url = '', owner = ''] = process.argv;
const store = await openStore({ kind: 'mongodb', url });
process.stdout.write('ready\n');
for (;;) {
  const now = new Date(performance.timeOrigin + performance.now());
  // Like the job of the server, it tries again after an error, such as a conflict with the transaction of another process.
  await store.auditEvents.numberEvents(owner, now).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
