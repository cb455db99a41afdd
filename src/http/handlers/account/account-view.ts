import { hasPermission, permissionsOfRole } from '../../../access/administration/admin-permissions.js';
import { permissionsOfKey } from '../../../access/administration/maker-permissions.js';
import { knownScopes } from '../../../access/claims.js';
import { activeSessionsOf } from '../../../access/sessions/active-sessions.js';
import type { ActiveSession } from '../../../access/sessions/session.js';
import { ownApiKeys } from '../../../account/own-api-keys.js';
import { ownApplications } from '../../../account/own-applications.js';
import { profileOf } from '../../../admin/users/user-profile.js';
import type { Deps } from '../../../model/deps.js';
import { OWN_PROFILE_FIELDS, type User } from '../../../model/people/user.js';
import { ADMIN_PERMISSIONS } from '../../../model/server/administration.js';
import type { ApiKey } from '../../../model/server/api-key.js';
import { hasPassed, secondsAfter } from '../../../model/time.js';
import type { AccountApiKeys } from '../../../pages/account/account-api-keys.js';
import type { AccountApplication } from '../../../pages/account/account-applications.js';
import type { AccountPageProps, AccountSignals } from '../../../pages/account/account-page.js';
import type { AccountPasskey } from '../../../pages/account/account-passkeys.js';
import type { AccountProfile } from '../../../pages/account/account-profile-fields.js';
import type { AccountSession } from '../../../pages/account/account-sessions.js';
import type { Frame } from '../../../pages/layout/frame.js';
import { authenticatorName, proposedName } from '../../../webauthn/passkeys/passkey-name.js';
import { passkeysOf } from '../../../webauthn/passkeys/remove-passkey.js';
import type { CountryOf } from '../../request/country-of.js';
import { deviceName, deviceOf } from '../../request/device.js';
import type { Edge } from '../../route.js';

/** Reads the values that the account page shows about the signed-in user. */
export async function accountView(
  { deps, countryOf }: Edge,
  active: ActiveSession,
  { texts }: Frame,
): Promise<AccountPageProps> {
  const { user } = active;
  const [passkeys, sessions, applications, apiKeys] = await Promise.all([
    passkeysView(deps, active, deviceName(texts, deviceOf(active.session.userAgent))),
    sessionsView(deps, active, countryOf),
    applicationsView(deps, user),
    apiKeysView(deps, user),
  ]);
  return {
    username: user.username,
    name: user.name,
    timeZone: user.zoneinfo,
    passkeys,
    sessions,
    applications,
    apiKeys,
    codesLeft: user.recoveryCodeHashes.length,
    profile: profileView(deps, user),
    signals: signalsOf(deps, user, passkeys),
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
  device: string | undefined,
): Promise<ShownPasskey[]> {
  const passkeys = passkeysOf(user, await deps.store.passkeys.findMany(user.passkeyIds));
  return passkeys.map(({ id, name, aaguid, rpId, backupEligible, syncedSince, createdAt, lastUsedAt }) => {
    const authenticator = authenticatorName(aaguid);
    return {
      id,
      name,
      rpId,
      createdAt,
      lastUsedAt,
      ...(authenticator !== name && { authenticator }),
      synced: backupEligible,
      ...(isWithin(deps, syncedSince, NOTICE_SECONDS) && { nowSynced: syncedSince }),
      current: id === session.passkeyId,
      proposed:
        id === passkeys.at(-1)?.id &&
        name === proposedName(aaguid, device) &&
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
): Promise<AccountSession[]> {
  const sessions = await activeSessionsOf(deps, user);
  return sessions
    .map(({ id, userAgent, ipAddress, createdAt, lastUsedAt }) => ({
      ...deviceOf(userAgent),
      id,
      address: ipAddress,
      country: countryOf(ipAddress),
      createdAt,
      lastUsedAt,
      current: id === current.id,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

async function applicationsView(deps: Deps, user: User): Promise<AccountApplication[]> {
  const [applications, known] = await Promise.all([ownApplications(deps, user), knownScopes(deps)]);
  const described = new Map(known.map(({ id, description }) => [id, description]));
  return applications.map(({ client, scopes, ...application }) => ({
    ...application,
    id: client.id,
    name: client.name,
    scopes: scopes.map((scope) => ({ id: scope, description: described.get(scope) || undefined })),
  }));
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
    editable: config.editableProfile,
  };
}

/**
 * Returns the user's API keys. If the user has no administration role and no keys from an earlier role, returns
 * `undefined`, so that the page has no section for API keys.
 */
async function apiKeysView(deps: Deps, user: User): Promise<AccountApiKeys | undefined> {
  const [permissions, keys] = await Promise.all([permissionsOfRole(deps, user), ownApiKeys(deps, user)]);
  if (permissions.length === 0 && keys.length === 0) return undefined;
  const now = deps.clock.now();
  const works = await Promise.all(keys.map(async (key) => (await permissionsOfKey(deps, key)) !== undefined));
  const hasExpired = ({ expiresAt }: ApiKey) => expiresAt !== undefined && hasPassed(expiresAt, now);
  return {
    keys: keys.map((key, index) => {
      const expired = hasExpired(key);
      return { ...key, expired, stopped: !expired && works[index] !== true };
    }),
    permissions: ADMIN_PERMISSIONS.filter((permission) => hasPermission(permissions, permission)),
  };
}
