import type { Client } from '../../model/clients/client.js';
import { liveSecrets } from '../../model/clients/client-secret.js';
import { secondsAfter } from '../../model/time.js';
import { counted, dayText, type Finding, ok, warning } from './finding.js';
import type { CheckDeps } from './surroundings.js';

const SOON_SECONDS = 2_592_000;
/** More clients with a secret that expires are rare, and the check must not read for long. */
const MAX_CLIENTS = 1000;
const MAX_NAMED = 10;

/** Whether a client secret expires within 30 days, after which the application can no longer use it. */
export async function checkClientSecrets({ store, clock }: Pick<CheckDeps, 'store' | 'clock'>): Promise<Finding> {
  const now = clock.now();
  const until = secondsAfter(now, SOON_SECONDS).getTime();
  const clients = await store.clients.expiringSecrets(now, MAX_CLIENTS);
  const found = clients
    .map((client) => ({ id: client.id, expiresAt: firstExpiry(client, now) }))
    .filter(({ expiresAt }) => expiresAt <= until);
  const scope = clients.length === MAX_CLIENTS ? ` Only ${MAX_CLIENTS} clients were examined.` : '';
  const [first, ...others] = found.toSorted((a, b) => a.expiresAt - b.expiresAt);
  if (first === undefined) return ok(`No client secret expires within 30 days.${scope}`);
  const day = dayText(new Date(first.expiresAt));
  const names = [first, ...others].slice(0, MAX_NAMED).map(({ id }) => id);
  return {
    ...warning(
      `${counted(found.length, 'client')} with a secret that expires within 30 days, the first on ${day}. Check that the application uses a newer secret, or make one with addClientSecret.${scope}`,
    ),
    more: { permission: 'clients:read', text: `The first to expire: ${names.join(', ')}.` },
  };
}

function firstExpiry(client: Client, now: Date): number {
  return Math.min(...liveSecrets(client, now).map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY));
}
