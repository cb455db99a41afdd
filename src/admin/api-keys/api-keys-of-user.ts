import { permissionsOfKey } from '../../access/administration/maker-permissions.js';
import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import type { User } from '../../model/people/user.js';
import type { ApiKey } from '../../model/server/api-key.js';

/** The maximum number of API keys to list for one user. */
const MAX_LISTED_KEYS = 100;

/**
 * Returns the API keys of a user that are valid, newest first. All of them stop working when the user is disabled,
 * recovers the account or uses an enrolment link.
 */
export async function keysThatStop(deps: Deps, { id }: Pick<User, 'id'>): Promise<ApiKey[]> {
  const valid: ApiKey[] = [];
  for await (const key of everyRecord((request) => deps.store.apiKeys.pageOfUser(id, request))) {
    if ((await permissionsOfKey(deps, key)) !== undefined) valid.push(key);
    if (valid.length === MAX_LISTED_KEYS) break;
  }
  return valid;
}
