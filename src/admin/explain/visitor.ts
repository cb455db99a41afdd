import type { ActiveSession } from '../../access/sessions/session.js';
import { findAccessBasis } from '../../access/sign-in-decision.js';
import { consentKey } from '../../model/access/consent.js';
import type { SessionRecords, UserGroup, UserRole } from '../../model/access/live.js';
import { permissionKey } from '../../model/access/permission.js';
import { roleHolder } from '../../model/access/role.js';
import type { Session } from '../../model/access/session.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { allRecords } from '../../model/every-record.js';
import { isSameGeneration } from '../../model/generation.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { Group, Membership } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import type { AccessBasis } from '../../model/tokens/grant.js';
import { acrOf, amrOf } from '../../webauthn/ceremony/sign-in-facts.js';

/**
 * Returns the session that the user would have after a sign-in at this moment, with all records that could give the
 * user access to the client. The sign-in uses the strongest passkey of the user. Nothing is stored.
 */
export async function imagineSession(deps: Deps, client: Client, user: User): Promise<ActiveSession> {
  const groups = await groupsOf(deps, user);
  const keys = [
    permissionKey(client, { userId: user.id }),
    ...groups.map(({ group }) => permissionKey(client, { group })),
  ];
  const permissions = await deps.store.permissions.findByKeys(keys);
  const isPermitted = (group: Group) =>
    permissions.some(({ groupGeneration }) => isSameGeneration(groupGeneration, group.generation));
  const passkeys = await deps.store.passkeys.findMany(user.passkeyIds);
  const session = makeSession(deps, user, strongestOf(passkeys));
  const records: SessionRecords = {
    session,
    user,
    permissions,
    memberships: groups.map(({ membership }) => membership),
    groups: groups.map(({ group }) => group),
    userGroups: groups.map(({ group }): UserGroup => {
      const { id, name, generation } = group;
      return { id, name, generation, isPermitted: isPermitted(group) };
    }),
    userRoles: await rolesOf(
      deps,
      user,
      groups.map(({ group }) => group),
    ),
    consent: await deps.store.consents.findByKey(consentKey(client, user.id)),
  };
  return { session, user, records };
}

/**
 * Returns the access that the user would have after a sign-in with the strongest passkey. Unlike `imagineSession`, reads
 * only what decides about the access.
 */
export async function imagineAccess(
  deps: Deps,
  client: Client,
  user: User,
): Promise<{ readonly basis: AccessBasis | undefined; readonly session: Session }> {
  const groups = client.accessPolicy === 'ALL_USERS' ? [] : await groupsOf(deps, user);
  const keys = [{ userId: user.id }, ...groups].map((holder) => permissionKey(client, holder));
  const permissions = client.accessPolicy === 'ALL_USERS' ? [] : await deps.store.permissions.findByKeys(keys);
  const demandsPasskey = client.requireDeviceBound === true || client.defaultAcr !== undefined;
  const passkeys = demandsPasskey ? await deps.store.passkeys.findMany(user.passkeyIds) : [];
  const session = makeSession(deps, user, strongestOf(passkeys));
  const basis = findAccessBasis(client, {
    session,
    user,
    permissions,
    memberships: groups.map(({ membership }) => membership),
    groups: groups.map(({ group }) => group),
    userGroups: [],
    userRoles: [],
  });
  return { basis, session };
}

async function groupsOf(
  { store }: Deps,
  user: User,
): Promise<{ readonly group: Group; readonly membership: Membership }[]> {
  const memberships = await allRecords((request) => store.memberships.pageOfUser(user.id, request));
  const groups = await store.groups.findMany(memberships.map(({ groupId }) => groupId));
  return memberships.flatMap((membership) => {
    const group = groups.find(({ generation }) => isSameGeneration(generation, membership.groupGeneration));
    return group === undefined ? [] : [{ group, membership }];
  });
}

/** Returns the roles that the user has, of itself or through a group. */
export async function rolesOfUser(deps: Deps, user: User): Promise<UserRole[]> {
  const groups = await groupsOf(deps, user);
  return rolesOf(
    deps,
    user,
    groups.map(({ group }) => group),
  );
}

/** Returns the roles that were assigned to the user or to one of these groups. */
async function rolesOf({ store }: Deps, { id }: User, groups: readonly Group[]): Promise<UserRole[]> {
  const holders = [roleHolder({ userId: id }), ...groups.map((group) => roleHolder({ group }))];
  const lists = await Promise.all(
    holders.map((holder) => allRecords((request) => store.roleAssignments.pageOfHolder(holder, request))),
  );
  const assignments = lists.flat();
  const roles = await store.roles.findMany([...new Set(assignments.map(({ roleId }) => roleId))]);
  return roles.filter(({ generation }) => assignments.some(({ roleGeneration }) => roleGeneration === generation));
}

function strongestOf(passkeys: readonly Passkey[]): Passkey | undefined {
  const isBound = ({ backupEligible }: Passkey) => !backupEligible;
  return passkeys.find((passkey) => acrOf(passkey) === 'phrh') ?? passkeys.find(isBound) ?? passkeys[0];
}

function makeSession({ clock }: Deps, user: User, passkey: Passkey | undefined): Session {
  const now = clock.now();
  return {
    id: '00000000-0000-7000-8000-000000000000',
    version: 1,
    secretHash: '',
    userId: user.id,
    sessionEpoch: user.sessionEpoch,
    passkeyId: passkey?.id ?? '',
    passkeyGeneration: passkey?.generation,
    acr: passkey === undefined ? 'phr' : acrOf(passkey),
    amr: passkey === undefined ? [] : amrOf(passkey),
    clients: [],
    createdAt: now,
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt: now,
    keptUntil: now,
  };
}
