import { endSessionsOfUsers } from '../access/sessions/end-sessions.js';
import type { Deps } from '../model/deps.js';
import type { Delivery, DeliveryKind } from '../model/server/delivery.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { planLogouts, sendLogout } from '../oidc/logout/backchannel-logout.js';
import { pauseAfter } from './pause-after.js';
import type { Job } from './start-jobs.js';

/** Deliveries at a time, so that one who does not answer holds up nobody else for long. */
const BATCH = 100;

/** How each kind is delivered; rejects where it was not. */
const SENDERS: Readonly<Record<DeliveryKind, (deps: Deps, delivery: Delivery) => Promise<void>>> = {
  logout: sendLogout,
};

/** Finds out who must be told what, and tells them, behind the answers of requests. */
export function deliveryJobs(deps: Deps): Job[] {
  return [
    {
      name: 'ended-sessions',
      every: 1,
      run: async () => {
        await endSessionsOfUsers(deps);
        await planLogouts(deps);
      },
    },
    { name: 'deliveries', every: 1, run: () => deliverDue(deps) },
  ];
}

async function deliverDue(deps: Deps): Promise<void> {
  const due = await deps.store.deliveries.due(deps.clock.now(), BATCH);
  await Promise.all(due.map((delivery) => deliver(deps, delivery)));
}

/** Claimed first, so that no other process tries it as well; one that dies meanwhile has left it for a later attempt. */
async function deliver(deps: Deps, delivery: Delivery): Promise<void> {
  const { id, kind, target, attempts, expiresAt } = delivery;
  const now = deps.clock.now();
  if (hasPassed(expiresAt, now)) return;
  if (!(await deps.store.deliveries.claim(delivery, secondsAfter(now, pauseAfter(attempts))))) return;
  try {
    await SENDERS[kind](deps, delivery);
  } catch (error) {
    deps.log.warn({ err: error, kind, target, attempts: attempts + 1 }, 'a delivery failed and is tried again');
    return;
  }
  await deps.store.deliveries.delivered(id, deps.clock.now());
}
