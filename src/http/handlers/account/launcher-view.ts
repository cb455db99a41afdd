import type { ActiveSession } from '../../../access/sessions/session.js';
import { launchableApplications } from '../../../account/own-launcher.js';
import type { Deps } from '../../../model/deps.js';
import type { LauncherEntry } from '../../../pages/account/account-launcher.js';
import type { ListPlace } from '../../../pages/account/account-outcome.js';
import { applicationOf } from '../../answer/send.js';
import { placeOf } from './list-position.js';

interface LauncherView {
  readonly entries: LauncherEntry[];
  readonly place: ListPlace;
}

/** Returns the applications that the user may open. If there are none, returns `undefined`. */
export async function launcherView(
  deps: Deps,
  active: ActiveSession,
  after: string | undefined,
): Promise<LauncherView | undefined> {
  const { applications, next } = await launchableApplications(deps, active, after);
  if (applications.length === 0 && next === undefined && after === undefined) return undefined;
  const entries = applications.map(({ client, url }) => ({ ...applicationOf(client), id: client.id, url }));
  return { entries, place: placeOf(after, next) };
}
