import { isLoopback } from '../../admin/clients/client-uris.js';
import type { RemoteDate } from '../../admin/setup/surroundings.js';
import type { Clock, Fetch } from '../../model/deps.js';

/** A `Fetch` that remembers what other servers say the time is. */
export interface DatedFetch {
  readonly fetch: Fetch;
  /** Returns the latest Date header of each of the servers that answered last. */
  dates(): readonly RemoteDate[];
}

/** How many servers are remembered. Each has one entry, so that one server cannot decide alone. */
const MAX_HOSTS = 9;
/** An older answer says little: the clock may have been corrected since. */
const MAX_AGE_MS = 3_600_000;

/**
 * Remembers the Date headers (RFC 9110 §6.6.1) of responses, with which the clock of this machine can be checked. A
 * server at a loopback address has the same clock, so its header says nothing.
 */
export function rememberDates(fetch: Fetch, clock: Clock): DatedFetch {
  const byHost = new Map<string, RemoteDate>();
  const remember = ({ host, hostname }: URL, header: string | null) => {
    if (isLoopback(hostname)) return;
    const date = new Date(header ?? '');
    if (Number.isNaN(date.getTime())) return;
    byHost.delete(host);
    byHost.set(host, { host, date, receivedAt: clock.now() });
    const [oldest] = byHost.keys();
    if (oldest !== undefined && byHost.size > MAX_HOSTS) byHost.delete(oldest);
  };
  return {
    fetch: async (url, options) => {
      const response = await fetch(url, options);
      remember(new URL(url), response.headers.get('date'));
      return response;
    },
    dates: () => {
      const now = clock.now().getTime();
      return [...byHost.values()].filter(({ receivedAt }) => Math.abs(now - receivedAt.getTime()) < MAX_AGE_MS);
    },
  };
}
