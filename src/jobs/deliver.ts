import pMap from 'p-map';
import { endSessionsOfUsers } from '../access/sessions/end-sessions.js';
import type { Deps } from '../model/deps.js';
import type { Delivery, DeliveryKind } from '../model/server/delivery.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { planLogouts, sendLogout } from '../oidc/logout/backchannel-logout.js';
import { pauseAfter } from './pause-after.js';
import type { Job } from './start-jobs.js';

const INTERVAL_SECONDS = 1;
const MAX_PER_RUN = 100;
/** One receiver that does not respond must not hold up the others. */
const MAX_CONCURRENT = 100;

/** How each kind is delivered. Rejects if the delivery failed. */
const SENDERS: Readonly<Record<DeliveryKind, (deps: Deps, delivery: Delivery) => Promise<void>>> = {
  logout: sendLogout,
};

/** Plans and sends the messages to other servers that requests leave behind. */
export function deliveryJobs(deps: Deps): Job[] {
  return [
    {
      name: 'ended-sessions',
      everySeconds: INTERVAL_SECONDS,
      run: async () => {
        await endSessionsOfUsers(deps);
        await planLogouts(deps);
      },
    },
    { name: 'deliveries', everySeconds: INTERVAL_SECONDS, run: () => deliverDue(deps) },
  ];
}

async function deliverDue(deps: Deps): Promise<void> {
  const due = await deps.store.deliveries.due(deps.clock.now(), MAX_PER_RUN);
  // A delivery whose state cannot be written does not end the others.
  await pMap(due, (delivery) => deliver(deps, delivery), { concurrency: MAX_CONCURRENT, stopOnError: false });
}

/** Claims the delivery first, so that no other process sends it too. If this process dies, a later attempt follows. */
async function deliver(deps: Deps, delivery: Delivery): Promise<void> {
  const { id, kind, target, attempts, expiresAt } = delivery;
  const now = deps.clock.now();
  if (hasPassed(expiresAt, now)) return;
  if (!(await deps.store.deliveries.claim(delivery, secondsAfter(now, pauseAfter(attempts))))) return;
  try {
    await SENDERS[kind](deps, delivery);
  } catch (error) {
    deps.log.warn({ err: error, kind, target, attempts: attempts + 1 }, 'a delivery failed; it will be tried again');
    return;
  }
  await deps.store.deliveries.delivered(id, deps.clock.now());
}
