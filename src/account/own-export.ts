import { hasPermission, permissionsOfRole } from '../access/administration/admin-permissions.js';
import { activeSessionsOf } from '../access/sessions/active-sessions.js';
import { checkRecentAuthentication, ownEvent } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { profileOf } from '../admin/users/user-profile.js';
import type { Caller, Deps } from '../model/deps.js';
import { allRecords } from '../model/every-record.js';
import type { User } from '../model/people/user.js';
import { PICTURE_TYPE, pictureIdOf } from '../model/server/picture.js';
import { authenticatorName } from '../webauthn/passkeys/passkey-name.js';
import { passkeysOf } from '../webauthn/passkeys/remove-passkey.js';
import { type OwnActivity, ownActivity } from './own-activity.js';
import { type OwnApplication, ownApplications } from './own-applications.js';

/** The most pages of a list that an export contains, so that it takes a limited time. */
const MAX_PAGES = 100;

/**
 * Returns what the server stores about the user, without secrets, as an object for JSON. The audit log records the
 * export.
 *
 * @throws CeremonyError `authentication_required`
 */
export async function exportOwnAccount(deps: Deps, active: ActiveSession, caller: Caller): Promise<object> {
  checkRecentAuthentication(deps, active.session);
  const { user } = active;
  const [pictureImage, passkeys, sessions, applications, apiKeys, groups, activity] = await Promise.all([
    ownPictureImage(deps, user),
    ownPasskeys(deps, user),
    ownSessions(deps, user),
    everyPage<OwnApplication>(async (after) => {
      const { applications: entries, next } = await ownApplications(deps, user, after);
      return { entries, next };
    }),
    ownKeys(deps, user),
    ownGroups(deps, user),
    everyPage<OwnActivity>((after) => ownActivity(deps, active, after)),
  ]);
  const about = { type: 'ACCOUNT_EXPORTED', resource: 'user', resourceId: user.id } as const;
  await deps.store.commit([ownEvent(deps, active, caller, about)]);
  return {
    exportedAt: deps.clock.now(),
    server: deps.config.issuer,
    account: {
      id: user.id,
      ...profileOf(user),
      pictureImage,
      createdAt: user.createdAt,
      updatedAt: user.updatedAt,
      lastSignInAt: user.lastSignInAt,
      language: user.language,
      recoveryCodesLeft: user.recoveryCodeHashes.length,
    },
    passkeys,
    sessions,
    applications: applications.map(({ client, ...access }) => ({ id: client.id, name: client.name, ...access })),
    apiKeys,
    ...(groups !== undefined && { groups }),
    activity: activity.map(({ happening, ...entry }) => ({ ...entry, ...happening })),
  };
}

async function everyPage<T>(
  page: (after?: string) => Promise<{ readonly entries: readonly T[]; readonly next?: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const { entries, next } = await page(after);
    all.push(...entries);
    if (next === undefined) break;
    after = next;
  }
  return all;
}

/** Returns the uploaded picture as a data URL, because its own URL stops working when the account is deleted. */
async function ownPictureImage({ config, store }: Deps, user: User): Promise<string | undefined> {
  const id = pictureIdOf(config, user.picture);
  const found = id === undefined ? undefined : await store.pictures.find(id);
  return found && `data:${PICTURE_TYPE};base64,${found.content}`;
}

async function ownPasskeys({ store }: Deps, user: User) {
  const passkeys = passkeysOf(user, await store.passkeys.findMany(user.passkeyIds));
  return passkeys.map(({ id, name, aaguid, rpId, backupEligible, createdAt, lastUsedAt }) => ({
    id,
    name,
    product: authenticatorName(aaguid),
    aaguid,
    rpId,
    synced: backupEligible,
    createdAt,
    lastUsedAt,
  }));
}

async function ownSessions(deps: Deps, user: User) {
  return (await activeSessionsOf(deps, user)).map(({ id, ipAddress, userAgent, createdAt, lastUsedAt, clients }) => ({
    id,
    ipAddress,
    userAgent,
    createdAt,
    lastUsedAt,
    applicationIds: clients.map((client) => client.id),
  }));
}

async function ownKeys({ store }: Deps, user: User) {
  const keys = await allRecords((request) => store.apiKeys.pageOfUser(user.id, request));
  return keys.map(({ id, name, permissions, createdAt, expiresAt, lastUsedAt }) => ({
    id,
    name,
    permissions,
    createdAt,
    expiresAt,
    lastUsedAt,
  }));
}

/**
 * Returns the groups of the user, or `undefined` unless the role of the user may read groups: the name of a group can
 * be meant for administrators only.
 */
async function ownGroups(deps: Deps, user: User) {
  if (!hasPermission(await permissionsOfRole(deps, user), 'groups:read')) return undefined;
  const memberships = await allRecords((request) => deps.store.memberships.pageOfUser(user.id, request));
  const groups = await deps.store.groups.findMany(memberships.map(({ groupId }) => groupId));
  const joined = new Set(memberships.map(({ groupGeneration }) => groupGeneration));
  return groups.filter(({ generation }) => joined.has(generation)).map(({ id, name }) => ({ id, name }));
}
