import pMap from 'p-map';
import { endSessionsOfUsers } from '../access/sessions/end-sessions.js';
import type { Deps } from '../model/deps.js';
import type { Delivery, DeliveryKind } from '../model/server/delivery.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { planLogouts, sendLogout } from '../oidc/logout/backchannel-logout.js';
import { abortable } from './abortable.js';
import { pauseAfter } from './pause-after.js';
import type { Job } from './start-jobs.js';

const INTERVAL_SECONDS = 1;
const MAX_PER_RUN = 100;
/** Many deliveries run at the same time, so that one receiver that does not respond does not delay the others. */
const MAX_CONCURRENT = 100;

/**
 * Sends a message. Returns `done` if the receiver accepted the message, and `refused` if it would refuse the message
 * again. If the promise rejects, the message is sent again later.
 */
type Send = (deps: Deps, delivery: Delivery) => Promise<'done' | 'refused'>;

const SENDERS: Readonly<Record<DeliveryKind, Send>> = {
  logout: sendLogout,
};

/** Sends logout tokens to clients after the response to the user, because a client may respond slowly or not at all. */
export function deliveryJobs(deps: Deps): Job[] {
  return [
    {
      name: 'ended-sessions',
      everySeconds: INTERVAL_SECONDS,
      run: async (signal) => {
        const guarded = abortable(deps, signal);
        await endSessionsOfUsers(guarded);
        await planLogouts(guarded);
      },
    },
    { name: 'deliveries', everySeconds: INTERVAL_SECONDS, run: (signal) => deliverDue(abortable(deps, signal)) },
  ];
}

async function deliverDue(deps: Deps): Promise<void> {
  const due = await deps.store.deliveries.due(deps.clock.now(), MAX_PER_RUN);
  // A database error in one delivery must not stop the other deliveries.
  await pMap(due, (delivery) => deliver(deps, delivery), { concurrency: MAX_CONCURRENT, stopOnError: false });
}

/**
 * Claims the delivery before sending it, so that no other process sends it too. The claim also sets the time of the
 * next attempt: if this process dies, the delivery is attempted again then.
 */
async function deliver(deps: Deps, delivery: Delivery): Promise<void> {
  const { id, kind, target, attempts, expiresAt } = delivery;
  const now = deps.clock.now();
  if (hasPassed(expiresAt, now)) return;
  if (!(await deps.store.deliveries.claim(delivery, secondsAfter(now, pauseAfter(attempts))))) return;
  const facts = { kind, target, attempts: attempts + 1 };
  const result = await SENDERS[kind](deps, delivery).catch((error: unknown) => {
    deps.log.warn({ err: error, ...facts }, 'a delivery failed; it will be tried again');
    return 'failed' as const;
  });
  const claimed = { id, attempts: attempts + 1 };
  if (result === 'done') await deps.store.deliveries.delivered(claimed, deps.clock.now());
  if (result !== 'refused') return;
  deps.log.warn(facts, 'the receiver refused a delivery; it will not be tried again');
  await deps.store.deliveries.refused(claimed);
}
