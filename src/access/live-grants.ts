import type { LiveRecords } from '../model/access/live.js';
import type { Deps } from '../model/deps.js';
import type { Store } from '../model/store.js';
import type { Grant } from '../model/tokens/grant.js';
import { liveGrant } from './live-grant.js';

/**
 * Returns the grants that are valid now. Loads the records of all grants together, so the number of queries does not
 * grow with the number of grants.
 */
export async function liveGrants(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  grants: readonly Grant[],
): Promise<Grant[]> {
  const records = await liveRecordsOf(store, grants);
  const now = clock.now();
  return grants.filter((_, index) => liveGrant(records[index], now) !== undefined);
}

/** Returns for each grant the records on which it depends. Groups and roles of the user are left out. */
export async function liveRecordsOf(store: Store, grants: readonly Grant[]): Promise<LiveRecords[]> {
  const accessBases = grants.map(({ accessBasis }) => accessBasis);
  const [users, clients, sessions, consents, permissions, memberships, groups] = await Promise.all([
    found(
      store.users,
      grants.map(({ userId }) => userId),
    ),
    found(
      store.clients,
      grants.map(({ clientId }) => clientId),
    ),
    found(
      store.sessions,
      grants.map(({ sessionId }) => sessionId),
    ),
    found(
      store.consents,
      grants.map(({ consentId }) => consentId),
    ),
    found(
      store.permissions,
      accessBases.map((accessBasis) => (accessBasis.by === 'policy' ? undefined : accessBasis.permissionId)),
    ),
    found(
      store.memberships,
      accessBases.map((accessBasis) => (accessBasis.by === 'group' ? accessBasis.membershipId : undefined)),
    ),
    found(
      store.groups,
      accessBases.map((accessBasis) => (accessBasis.by === 'group' ? accessBasis.groupId : undefined)),
    ),
  ]);
  return grants.map((grant) => {
    const { accessBasis } = grant;
    return {
      grant,
      user: users.get(grant.userId),
      client: clients.get(grant.clientId),
      session: sessions.get(grant.sessionId ?? ''),
      consent: consents.get(grant.consentId ?? ''),
      permission: accessBasis.by === 'policy' ? undefined : permissions.get(accessBasis.permissionId),
      membership: accessBasis.by === 'group' ? memberships.get(accessBasis.membershipId) : undefined,
      group: accessBasis.by === 'group' ? groups.get(accessBasis.groupId) : undefined,
    };
  });
}

async function found<T extends { readonly id: string }>(
  store: { findMany(ids: readonly string[]): Promise<T[]> },
  ids: readonly (string | undefined)[],
): Promise<Map<string, T>> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))];
  return new Map((await store.findMany(wanted)).map((record) => [record.id, record]));
}
