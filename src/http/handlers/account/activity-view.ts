import type { ActiveSession } from '../../../access/sessions/session.js';
import { type Happening, type OwnActivity, ownActivity } from '../../../account/own-activity.js';
import type { AccountActivity } from '../../../pages/account/account-activity.js';
import type { ListPlace } from '../../../pages/account/account-outcome.js';
import { deviceOf } from '../../request/device.js';
import type { Edge } from '../../route.js';
import { placeOf } from './list-position.js';

/** Returns what happened to the account, with the names of applications and the devices of sessions that still exist. */
export async function activityView(
  { deps, countryOf }: Pick<Edge, 'deps' | 'countryOf'>,
  active: ActiveSession,
  after: string | undefined,
): Promise<{ readonly entries: AccountActivity[]; readonly place: ListPlace }> {
  const { entries, next } = await ownActivity(deps, active, after);
  const [clients, sessions] = await Promise.all([
    deps.store.clients.findMany(valuesOf(entries, ({ happening }) => clientOf(happening))),
    deps.store.sessions.findMany(valuesOf(entries, ({ sessionId }) => sessionId)),
  ]);
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  const agents = new Map(sessions.map(({ id, userAgent }) => [id, userAgent]));
  const shown = entries.map(({ id, at, happening, by, sessionId, ipAddress }) => ({
    id,
    at,
    happening:
      happening.about === 'application'
        ? { ...happening, application: names.get(happening.clientId) ?? happening.clientId }
        : happening,
    byAdministrator: by === 'administrator',
    ...deviceOf(agents.get(sessionId ?? '')),
    address: ipAddress,
    country: countryOf(ipAddress),
  }));
  return { entries: shown, place: placeOf(after, next) };
}

function clientOf(happening: Happening): string | undefined {
  return happening.about === 'application' ? happening.clientId : undefined;
}

function valuesOf(entries: readonly OwnActivity[], find: (entry: OwnActivity) => string | undefined): string[] {
  return [...new Set(entries.map(find).filter((value) => value !== undefined))];
}
