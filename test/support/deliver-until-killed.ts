import { makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';
import { deliverWebhooks } from '../../src/jobs/deliver-webhooks.js';
import { openStore } from '../../src/storage/open-store.js';
import { testDeps } from './deps.js';

/** A process that delivers to the webhooks in an SQLite file, repeatedly, until it is killed. */
const [, , path = '', secretKey = ''] = process.argv;
const deps = testDeps(await openStore({ kind: 'sqlite', path }), {
  config: { secretKeys: [secretKey] },
  fetch: makeOutboundFetch(['localhost']),
});
for (;;) {
  await deliverWebhooks(deps);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
