import { permissionsOfKey } from '../access/administration/maker-permissions.js';
import { planNotice } from '../mail/notices.js';
import type { Deps } from '../model/deps.js';
import type { ApiKey } from '../model/server/api-key.js';
import { secondsAfter } from '../model/time.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';

const CHECK_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** Users get a mail if a key expires within a week. */
const NOTICE_SECONDS = 7 * DAY_SECONDS;
/** A key that lives less than two weeks was made for a short task, so its user expects the end. */
const MIN_LIFETIME_SECONDS = 14 * DAY_SECONDS;

/** Tells users by mail that an API key of theirs expires soon, because what uses the key then stops working. */
export function expiringKeysJob(deps: Deps): Job {
  return {
    name: 'expiring-keys',
    everySeconds: CHECK_SECONDS,
    run: (signal) => notifyOfExpiringKeys(abortable(deps, signal)),
  };
}

export async function notifyOfExpiringKeys(deps: Deps): Promise<void> {
  if (deps.config.mail === undefined) return;
  const now = deps.clock.now();
  for (const key of await deps.store.apiKeys.expiringBetween(now, secondsAfter(now, NOTICE_SECONDS))) {
    await notifyOf(deps, key);
  }
}

/** Writes one mail for each key: a second mail with the same `onceKey` cannot be stored. */
async function notifyOf(deps: Deps, key: ApiKey): Promise<void> {
  const { order, name, userId, createdAt, expiresAt } = key;
  if (userId === undefined || expiresAt === undefined) return;
  if (secondsAfter(createdAt, MIN_LIFETIME_SECONDS) > expiresAt || (await permissionsOfKey(deps, key)) === undefined)
    return;
  const user = await deps.store.users.find(userId);
  if (user?.enabled !== true) return;
  const facts = {
    kind: 'API_KEY_EXPIRES',
    username: user.username,
    keyName: name,
    expiresAt: expiresAt.getTime(),
  } as const;
  const changes = await planNotice(deps, user, facts, `API key ${order}`);
  if (changes.length > 0) await deps.store.commit(changes);
}
