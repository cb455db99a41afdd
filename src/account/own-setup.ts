import { checkRecentAuthentication } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { storedSettings, updateServerSettings } from '../admin/server-settings/server-settings-update.js';
import { settingSources } from '../admin/server-settings/settings-in-force.js';
import type { Caller, Deps } from '../model/deps.js';
import { OWNERS_ID, presentRole } from '../model/people/owners.js';
import type { User } from '../model/people/user.js';
import { callerOf } from './own-caller.js';

/** How far an owner got with the first steps of a new server. */
export interface Setup {
  /** Whether the owner can sign in after the loss of a passkey: with another passkey or with a recovery code. */
  readonly hasWayBack: boolean;
  readonly name: {
    readonly isDone: boolean;
    /** Whether an environment variable sets the name, so that the page cannot change it. */
    readonly isFixed: boolean;
  };
  readonly hasApplication: boolean;
}

/** Returns how far the setup is, or `undefined` if the user is not an owner. */
export async function findSetup(deps: Deps, user: User): Promise<Setup | undefined> {
  if (user.adminRole !== 'OWNER') return undefined;
  const [owners, stored, clients] = await Promise.all([
    deps.store.owners.find(OWNERS_ID),
    storedSettings(deps),
    deps.store.clients.page({ first: 1 }),
  ]);
  if (owners === undefined || presentRole(user, owners, deps.config.administratorMinimum) !== 'OWNER') return undefined;
  const { rpName } = settingSources(deps.config, stored);
  return {
    hasWayBack: user.passkeyIds.length > 1 || user.recoveryCodeHashes.length > 0,
    name: { isDone: rpName !== 'DEFAULT', isFixed: rpName === 'ENVIRONMENT' },
    hasApplication: clients.items.length > 0,
  };
}

export function isComplete({ hasWayBack, name, hasApplication }: Setup): boolean {
  return hasWayBack && name.isDone && hasApplication;
}

/**
 * Changes the name of the server for a signed-in administrator, who needs the same permission as in the API.
 *
 * @throws AdminError `FORBIDDEN` or `INVALID_INPUT`
 * @throws CeremonyError `authentication_required`
 */
export async function nameServer(deps: Deps, active: ActiveSession, rpName: string, from: Caller): Promise<void> {
  checkRecentAuthentication(deps, active.session);
  await updateServerSettings(deps, await callerOf(deps, active, from), { rpName });
}
