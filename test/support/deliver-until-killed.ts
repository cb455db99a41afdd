import { makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';
import { deliverWebhooks } from '../../src/jobs/deliver-webhooks.js';
import { openStore } from '../../src/storage/open-store.js';
import { testDeps } from './deps.js';

/** Run as a process of its own on an SQLite file: delivers to webhooks, again and again, until it is killed. */
const [, , path = '', secretKey = ''] = process.argv;
const deps = testDeps(await openStore({ kind: 'sqlite', path }), {
  config: { secretKeys: [secretKey] },
  fetch: makeOutboundFetch(['localhost']),
});
for (;;) {
  await deliverWebhooks(deps);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
