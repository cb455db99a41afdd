import { hasPermission, permissionsOfRole } from '../../../access/administration/admin-permissions.js';
import { permissionsOfKey } from '../../../access/administration/maker-permissions.js';
import { knownScopes } from '../../../access/claims/known-scopes.js';
import { activeSessionsPage } from '../../../access/sessions/active-sessions.js';
import type { ActiveSession } from '../../../access/sessions/session.js';
import { ownApiKeysPage } from '../../../account/own-api-keys.js';
import { ownApplications } from '../../../account/own-applications.js';
import { isSetupOpen } from '../../../account/own-setup.js';
import { awaitedDomain, canVerifyEmail } from '../../../account/verify-email.js';
import { profileOf } from '../../../admin/users/user-profile.js';
import type { Deps } from '../../../model/deps.js';
import { OWN_PROFILE_FIELDS, type User } from '../../../model/people/user.js';
import { ADMIN_PERMISSIONS } from '../../../model/server/administration.js';
import type { ApiKey } from '../../../model/server/api-key.js';
import { picturePath } from '../../../model/server/picture.js';
import { hasPassed, secondsAfter } from '../../../model/time.js';
import type { AccountApiKeys } from '../../../pages/account/account-api-keys.js';
import type { AccountApplication } from '../../../pages/account/account-applications.js';
import type { ListPlace } from '../../../pages/account/account-outcome.js';
import type { AccountPageProps, AccountSignals } from '../../../pages/account/account-page.js';
import type { AccountPasskey } from '../../../pages/account/account-passkeys.js';
import type { AccountProfile } from '../../../pages/account/account-profile-fields.js';
import type { AccountSession } from '../../../pages/account/account-sessions.js';
import { passkeyNames } from '../../../pages/formatters.js';
import type { Frame } from '../../../pages/layout/frame.js';
import {
  authenticatorName,
  isProposedName,
  type UnknownProductNames,
  withoutNumber,
} from '../../../webauthn/passkeys/passkey-name.js';
import { passkeysOf } from '../../../webauthn/passkeys/remove-passkey.js';
import type { CountryOf } from '../../request/country-of.js';
import { deviceOf } from '../../request/device.js';
import type { Edge } from '../../route.js';
import { activityView } from './activity-view.js';
import { launcherView } from './launcher-view.js';
import { afterIn, type ListPosition, placeOf } from './list-position.js';

/** The number of sessions and of API keys that the page shows at a time. */
const PAGE_ENTRIES = 20;

/**
 * Reads the values that the account page shows about the signed-in user.
 *
 * @throws RangeError if the position is invalid
 */
export async function accountView(
  edge: Edge,
  active: ActiveSession,
  { texts }: Frame,
  position?: ListPosition,
): Promise<AccountPageProps> {
  const { deps, countryOf } = edge;
  const { user } = active;
  const [launcher, passkeys, sessions, activity, applications, apiKeys, setupIsOpen] = await Promise.all([
    launcherView(deps, active, afterIn('launcher', position)),
    passkeysView(deps, active, passkeyNames(texts, deviceOf(active.session.userAgent))),
    sessionsView(deps, active, countryOf, afterIn('sessions', position)),
    activityView(edge, active, afterIn('activity', position)),
    applicationsView(deps, user, afterIn('applications', position)),
    apiKeysView(deps, user, afterIn('api-keys', position)),
    isSetupOpen(deps, user),
  ]);
  return {
    username: user.username,
    name: user.name,
    timeZone: user.zoneinfo,
    launcher: launcher?.entries,
    passkeys,
    sessions: sessions.entries,
    deletion: { isAllowed: deps.config.accountDeletion, at: user.deletionAt },
    activity: activity.entries,
    applications: applications.entries,
    apiKeys: apiKeys?.view,
    lists: {
      launcher: launcher?.place ?? {},
      sessions: sessions.place,
      activity: activity.place,
      applications: applications.place,
      'api-keys': apiKeys?.place ?? {},
    },
    codesLeft: user.recoveryCodeHashes.length,
    profile: profileView(deps, user),
    canVerifyEmail: canVerifyEmail(deps, user),
    awaitedDomain: await awaitedDomain(deps, user),
    signals: signalsOf(deps, user, passkeys),
    isSetupOpen: setupIsOpen,
    isAdministrator: apiKeys !== undefined && apiKeys.view.permissions.length > 0,
  };
}

/** The account page offers to rename a new passkey until the passkey is ten minutes old. */
const NEW_PASSKEY_SECONDS = 600;

/** For 30 days, the account page says that a passkey is now synced to other devices. */
const NOTICE_SECONDS = 2_592_000;

type ShownPasskey = AccountPasskey & { readonly rpId: string };

async function passkeysView(
  deps: Deps,
  { user, session }: ActiveSession,
  names: UnknownProductNames,
): Promise<ShownPasskey[]> {
  const passkeys = passkeysOf(user, await deps.store.passkeys.findMany(user.passkeyIds));
  return passkeys.map((passkey) => {
    const { id, name, rpId, backupEligible, syncedSince, createdAt, lastUsedAt } = passkey;
    const authenticator = authenticatorName(passkey.aaguid);
    return {
      id,
      name,
      rpId,
      createdAt,
      lastUsedAt,
      ...(authenticator !== withoutNumber(name) && { authenticator }),
      synced: backupEligible,
      ...(isWithin(deps, syncedSince, NOTICE_SECONDS) && { nowSynced: syncedSince }),
      current: id === session.passkeyId,
      proposed:
        id === passkeys.at(-1)?.id &&
        isProposedName(name, passkey, names) &&
        isWithin(deps, createdAt, NEW_PASSKEY_SECONDS),
    };
  });
}

function isWithin({ clock }: Deps, at: Date | undefined, seconds: number): boolean {
  return at !== undefined && !hasPassed(secondsAfter(at, seconds), clock.now());
}

/**
 * The passkeys and names that the page reports to the browser's passkey manager. The report is about the current RP ID,
 * so passkeys that were registered under another RP ID are left out.
 */
function signalsOf({ config }: Deps, user: User, passkeys: readonly ShownPasskey[]): AccountSignals {
  return {
    rpId: config.rpId,
    userId: user.webauthnUserId,
    name: user.username,
    displayName: user.name ?? user.username,
    credentialIds: passkeys.filter(({ rpId }) => rpId === config.rpId).map(({ id }) => id),
  };
}

async function sessionsView(
  deps: Deps,
  { user, session: current }: ActiveSession,
  countryOf: CountryOf,
  after: string | undefined,
): Promise<{ readonly entries: AccountSession[]; readonly place: ListPlace }> {
  const { sessions, next } = await activeSessionsPage(deps, user, { first: PAGE_ENTRIES, after });
  const others = sessions.filter(({ id }) => id !== current.id);
  const shown = after === undefined ? [current, ...others] : others;
  const entries = shown.map(({ id, userAgent, ipAddress, createdAt, lastUsedAt }) => ({
    ...deviceOf(userAgent),
    id,
    address: ipAddress,
    country: countryOf(ipAddress),
    createdAt,
    lastUsedAt,
    current: id === current.id,
  }));
  return { entries, place: placeOf(after, next) };
}

async function applicationsView(
  deps: Deps,
  user: User,
  after: string | undefined,
): Promise<{ readonly entries: AccountApplication[]; readonly place: ListPlace }> {
  const [{ applications, next }, known] = await Promise.all([ownApplications(deps, user, after), knownScopes(deps)]);
  const described = new Map(known.map(({ id, description }) => [id, description]));
  const entries = applications.map(({ client, scopes, ...application }) => ({
    ...application,
    id: client.id,
    name: client.name,
    scopes: scopes.map((scope) => ({ id: scope, description: described.get(scope) || undefined })),
  }));
  return { entries, place: placeOf(after, next) };
}

function profileView({ config }: Deps, user: User): AccountProfile {
  const profile = profileOf(user);
  const { email, emailVerified, phoneNumber, phoneNumberVerified } = profile;
  return {
    username: user.username,
    email: email === undefined ? undefined : { value: email, verified: emailVerified },
    phone: phoneNumber === undefined ? undefined : { value: phoneNumber, verified: phoneNumberVerified },
    fields: Object.fromEntries(
      OWN_PROFILE_FIELDS.map((field) => [field, profile[field] ?? '']),
    ) as AccountProfile['fields'],
    picture: picturePath(config, user.picture),
    editable: config.editableProfile,
  };
}

/**
 * Returns the user's API keys. If the user has no administration role and no keys from an earlier role, returns
 * `undefined`, so that the page has no section for API keys.
 */
async function apiKeysView(
  deps: Deps,
  user: User,
  after: string | undefined,
): Promise<{ readonly view: AccountApiKeys; readonly place: ListPlace } | undefined> {
  const [permissions, { items, hasNextPage }] = await Promise.all([
    permissionsOfRole(deps, user),
    ownApiKeysPage(deps, user, { first: PAGE_ENTRIES, after }),
  ]);
  const keys = items.map(({ record }) => record);
  if (permissions.length === 0 && keys.length === 0 && after === undefined) return undefined;
  const now = deps.clock.now();
  const works = await Promise.all(keys.map(async (key) => (await permissionsOfKey(deps, key)) !== undefined));
  const hasExpired = ({ expiresAt }: ApiKey) => expiresAt !== undefined && hasPassed(expiresAt, now);
  const view = {
    keys: keys.map((key, index) => {
      const expired = hasExpired(key);
      return { ...key, expired, stopped: !expired && works[index] !== true };
    }),
    permissions: ADMIN_PERMISSIONS.filter((permission) => hasPermission(permissions, permission)),
  };
  return { view, place: placeOf(after, hasNextPage ? items.at(-1)?.cursor : undefined) };
}
