import { liveGrants } from '../../access/live-grants.js';
import type { Client } from '../../model/clients/client.js';
import { everyPage } from '../../model/every-record.js';
import type { PageRequest } from '../../model/record-store.js';
import type { Grant } from '../../model/tokens/grant.js';
import { type Batch, countEnded, type EndedOf } from './count-ended.js';
import { reachedUsers } from './reached-users.js';
import { changedClients, recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the grants that are valid now and not after the change. Both are decided as for a request with a token. */
export function endedGrants(situation: Situation): EndedOf<Grant> {
  const { before, after } = situation;
  return countEnded(situation, grantsAtRisk(situation), async (batch) => {
    const later = recordsAfter(situation, 'grants', batch).filter((grant) => grant !== undefined);
    const [living, staying] = await Promise.all([liveGrants(before, batch), liveGrants(after, later)]);
    const kept = new Set(staying.map(({ id }) => id));
    return living.filter(({ id }) => !kept.has(id));
  });
}

/** Yields the grants that may end, or may lose a scope. A grant can occur several times. */
export async function* grantsAtRisk(situation: Situation): AsyncGenerator<readonly Grant[]> {
  const { grants } = situation.before.store;
  const standingAt = situation.before.clock.now();
  yield recordsBefore(situation, 'grants');
  for await (const { userIds, clientId } of reachedUsers(situation)) {
    const pageOf = (userId: string) => (request: PageRequest) => grants.page(request, { userId, clientId, standingAt });
    yield* pagesOfEach(userIds, pageOf);
  }
  for (const { id: clientId } of clientsThatEndGrants(situation))
    yield* everyPage((request) => grants.page(request, { clientId, standingAt }));
}

const FIRST = { first: 100 };

type PageOf<T> = (userId: string) => Parameters<typeof everyPage<T>>[0];

/** Yields the pages of many lists. The first pages of all lists are read together. */
export async function* pagesOfEach<T>(ids: readonly string[], pageOf: PageOf<T>): AsyncGenerator<Batch<T>> {
  const first = await Promise.all(ids.map(async (id) => ({ id, page: await pageOf(id)(FIRST) })));
  const found = first.flatMap(({ page }) => page.items.map(({ record }) => record));
  yield Object.assign(found, { examined: Math.max(ids.length, found.length) });
  for (const { id, page } of first) if (page.hasNextPage) yield* everyPage(pageOf(id));
}

/** The settings of a client on which its grants depend. */
const RELEVANT = [
  'generation',
  'enabled',
  'grantEpoch',
  'refreshEpoch',
  'accessPolicy',
  'requireDeviceBound',
  'scopes',
  'grant_types',
] as const satisfies readonly (keyof Client)[];

/** Returns the clients whose change may end grants, with the settings before the change. */
export function clientsThatEndGrants(situation: Situation): Client[] {
  return changedClients(situation, RELEVANT);
}
