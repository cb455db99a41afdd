import { hasPermissions } from '../../access/administration/admin-permissions.js';
import { permissionsOfKey } from '../../access/administration/maker-permissions.js';
import { everyPage } from '../../model/every-record.js';
import type { PageRequest } from '../../model/record-store.js';
import type { ApiKey } from '../../model/server/api-key.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { clientsThatEndGrants, pagesOfEach } from './ended-grants.js';
import { reachedUsers } from './reached-users.js';
import { recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the API keys that stop working or lose a permission. */
export function endedApiKeys(situation: Situation): EndedOf<ApiKey> {
  const { before, after } = situation;
  /** Keys that end, and whose keys have not been examined yet. */
  const makers: ApiKey[] = [];
  return countEnded(situation, candidates(situation, makers), async (batch) => {
    const later = recordsAfter(situation, 'apiKeys', batch);
    const losses = await Promise.all(
      batch.map(async (key, index) => {
        const held = await permissionsOfKey(before, key);
        if (held === undefined) return false;
        const kept = later[index] === undefined ? undefined : await permissionsOfKey(after, later[index]);
        return kept === undefined || !hasPermissions(kept, held);
      }),
    );
    const ended = batch.filter((_, index) => losses[index]);
    makers.push(...ended);
    return ended;
  });
}

async function* candidates(situation: Situation, makers: ApiKey[]): AsyncGenerator<readonly ApiKey[]> {
  const { apiKeys } = situation.before.store;
  const pageOfUser = (userId: string) => (request: PageRequest) => apiKeys.pageOfUser(userId, request);
  yield recordsBefore(situation, 'apiKeys');
  for await (const { userIds } of reachedUsers(situation)) yield* pagesOfEach(userIds, pageOfUser);
  for (const { id } of clientsThatEndGrants(situation))
    yield* everyPage((request) => apiKeys.pageOfClient(id, request));
  if (situation.after.config.administratorMinimum > situation.before.config.administratorMinimum) {
    const administrators = await situation.before.store.users.findAdministrators();
    yield* pagesOfEach(
      administrators.map(({ id }) => id),
      pageOfUser,
    );
  }
  // A key that a server command made has no user and no client, but can have made other keys.
  for (let maker = makers.shift(); maker !== undefined; maker = makers.shift()) {
    const { id } = maker;
    yield* everyPage((request) => apiKeys.pageOfMaker(id, request));
  }
}
