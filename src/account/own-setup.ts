import { storedSettings } from '../admin/server-settings/server-settings-update.js';
import { settingSources } from '../admin/server-settings/settings-in-force.js';
import type { Deps } from '../model/deps.js';
import { OWNERS_ID, presentRole } from '../model/people/owners.js';
import type { User } from '../model/people/user.js';

/**
 * Whether the user is an owner, and one of these first steps of a new server is left: a second passkey or recovery
 * codes, the name of the server, the first application. The console leads through them.
 */
export async function isSetupOpen(deps: Deps, user: User): Promise<boolean> {
  if (user.adminRole !== 'OWNER') return false;
  const [owners, stored, clients] = await Promise.all([
    deps.store.owners.find(OWNERS_ID),
    storedSettings(deps),
    deps.store.clients.page({ first: 1 }),
  ]);
  if (owners === undefined || presentRole(user, owners, deps.config.administratorMinimum) !== 'OWNER') return false;
  const hasWayBack = user.passkeyIds.length > 1 || user.recoveryCodeHashes.length > 0;
  const isNamed = settingSources(deps.config, stored).rpName !== 'DEFAULT';
  return !hasWayBack || !isNamed || clients.items.length === 0;
}
