import type { Deps } from '../model/deps.js';
import type { Grant } from '../model/tokens/grant.js';
import { liveGrant } from './live-grant.js';

/** The grants of these that count now: a handful of statements, however many they are. */
export const liveGrants = async (deps: Deps, grants: readonly Grant[]): Promise<Grant[]> => {
  const { store } = deps;
  const letIns = grants.map(({ letIn }) => letIn);
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
      letIns.map((letIn) => (letIn.by === 'policy' ? undefined : letIn.permissionId)),
    ),
    found(
      store.memberships,
      letIns.map((letIn) => (letIn.by === 'group' ? letIn.membershipId : undefined)),
    ),
    found(
      store.groups,
      letIns.map((letIn) => (letIn.by === 'group' ? letIn.groupId : undefined)),
    ),
  ]);
  return grants.filter((grant) => {
    const { letIn } = grant;
    const records = {
      grant,
      user: users.get(grant.userId),
      client: clients.get(grant.clientId),
      session: sessions.get(grant.sessionId ?? ''),
      consent: consents.get(grant.consentId ?? ''),
      permission: letIn.by === 'policy' ? undefined : permissions.get(letIn.permissionId),
      membership: letIn.by === 'group' ? memberships.get(letIn.membershipId) : undefined,
      group: letIn.by === 'group' ? groups.get(letIn.groupId) : undefined,
    };
    return liveGrant(records, deps.clock.now()) !== undefined;
  });
};

const found = async <T extends { readonly id: string }>(
  store: { findMany(ids: readonly string[]): Promise<T[]> },
  ids: readonly (string | undefined)[],
): Promise<Map<string, T>> => {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))];
  return new Map((await store.findMany(wanted)).map((record) => [record.id, record]));
};
