import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import {
  DAY_MS,
  type DailyCount,
  QUARTER_MS,
  REFUSALS,
  SIGN_INS,
  SIGN_INS_WITH_NEITHER,
  SIGN_INS_WITH_PKCE,
} from '../../model/log/daily-count.js';
import { countEverything } from './daily-counts.js';

/** How a client has worked in the last seven days, as the audit log shows it. */
export interface ClientHealth {
  readonly lastSignInAt: Date | null;
  readonly refusals: readonly { readonly reason: string; readonly count: number }[];
  readonly signIns: number;
  readonly signInsWithPkce: number;
  readonly signInsWithNeitherPkceNorNonce: number;
}

const HEALTH_DAYS = 7;

/** What identifies a client: a deleted client can have had the same id before. */
export type ExaminedClient = Pick<Client, 'id' | 'createdAt'>;

/** Reads the health of all clients of a page together. */
export async function readClientHealth(deps: Deps, clients: readonly ExaminedClient[]): Promise<ClientHealth[]> {
  const { auditEvents } = deps.store;
  await countEverything(deps);
  const since = deps.clock.now().getTime() - HEALTH_DAYS * DAY_MS;
  const ids = clients.map(({ id }) => id);
  const [counts, latest] = await Promise.all([
    auditEvents.countsOfClients(ids, Math.floor(since / DAY_MS)),
    auditEvents.latestCounts(ids, SIGN_INS),
  ]);
  const ofClients = Map.groupBy(counts, ({ clientId }) => clientId);
  const lastSignIns = new Map(latest.map(({ clientId, lastAt }) => [clientId, lastAt]));
  return clients.map(({ id, createdAt }) => {
    const last = lastSignIns.get(id);
    const start = Math.max(since, createdAt.getTime());
    return healthOf(ofClients.get(id) ?? [], start, last !== undefined && last >= createdAt ? last : undefined);
  });
}

function healthOf(counts: readonly DailyCount[], start: number, lastSignInAt: Date | undefined): ClientHealth {
  const sums = new Map<string, number>();
  for (const { metric, day, quarters } of counts) {
    for (const [quarter, count] of Object.entries(quarters)) {
      const end = day * DAY_MS + (Number(quarter) + 1) * QUARTER_MS;
      if (end > start) sums.set(metric, (sums.get(metric) ?? 0) + count);
    }
  }
  const refusals = [...sums].filter(([metric]) => metric.startsWith(REFUSALS));
  return {
    lastSignInAt: lastSignInAt ?? null,
    refusals: refusals
      .map(([metric, count]) => ({ reason: metric.slice(REFUSALS.length), count }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    signIns: sums.get(SIGN_INS) ?? 0,
    signInsWithPkce: sums.get(SIGN_INS_WITH_PKCE) ?? 0,
    signInsWithNeitherPkceNorNonce: sums.get(SIGN_INS_WITH_NEITHER) ?? 0,
  };
}
