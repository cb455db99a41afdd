import type { OwnProfileField } from '../people/user.js';
import type { Versioned, VersionedStore } from '../record-store.js';

/**
 * The settings of the server that an administrator can change while it runs. An environment variable of the same name
 * overrides the stored value. All lifetimes are in seconds.
 */
export interface ServerSettings {
  /** The name of the server, on its pages and in the passkey dialog of the browser. */
  readonly rpName: string;
  /** An https URL. If it comes from the environment, it can also be a path on the machine of the server. */
  readonly brandLogo: string | undefined;
  /** The logo in the dark colour scheme. */
  readonly brandLogoDark: string | undefined;
  readonly brandColor: string | undefined;
  /** The colour in the dark colour scheme. */
  readonly brandColorDark: string | undefined;
  readonly termsUrl: string | undefined;
  readonly privacyUrl: string | undefined;
  /** An e-mail address or an https URL. */
  readonly supportContact: string | undefined;
  /** The profile fields that users can change themselves, on the page `/account`. */
  readonly editableProfile: readonly OwnProfileField[];
  /** Whether a verified e-mail address belongs to one user only. */
  readonly uniqueEmails: boolean;
  /** Whether users can delete their own accounts, on the page `/account`. */
  readonly accountDeletion: boolean;
  /** The most accounts that can be registered from one IP address in an hour. */
  readonly maxRegistrations: number;
  /** The most changes that a user can make to their own account in 10 minutes. */
  readonly maxAccountChanges: number;
  /** The most sessions that a user can have at the same time. */
  readonly maxSessions: number;
  /** The most offline grants that a user can have for one client at the same time. */
  readonly maxOfflineGrants: number;
  readonly sessionIdleLifetime: number;
  readonly sessionAbsoluteLifetime: number;
  /** The number of passkeys that a user must have to use an administration role. */
  readonly administratorMinimum: number;
  readonly attestation: 'none' | 'direct';
  readonly aaguids: readonly string[];
  readonly auditRetention: number;
  /** The longest lifetime of access tokens that a client can have. */
  readonly maxAccessTokenLifetime: number;
  readonly requireSignedRequestObject: boolean;
  /** The bits of new RSA keys that sign tokens. */
  readonly signingKeyBits: number;
}

export type ServerSettingName = keyof ServerSettings;

/** The values of some settings. A setting that is absent has its default. */
export type StoredSettings = { readonly [N in ServerSettingName]?: NonNullable<ServerSettings[N]> };

/** The record with the stored settings. There is at most one, whose id is `SERVER_SETTINGS_ID`. */
export interface ServerSettingsRecord extends Versioned {
  readonly values: StoredSettings;
  readonly updatedAt: Date;
}

export type ServerSettingsStore = VersionedStore<ServerSettingsRecord>;

export const SERVER_SETTINGS_ID = 'server';

/** Where the value of a setting comes from. */
export type SettingSource = 'DEFAULT' | 'STORED' | 'ENVIRONMENT';

/** Returns the name of the environment variable that overrides a setting, such as `MAX_SESSIONS` for `maxSessions`. */
export function environmentName(name: ServerSettingName): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** A contradiction between settings. `message` completes a sentence that begins with the name of the setting. */
export interface Contradiction {
  readonly name: ServerSettingName;
  readonly message: string;
}

/**
 * Finds the settings that contradict each other. `nameOf` returns the name of a setting for the message: of the field
 * of the API or of the environment variable.
 */
export function contradictionsIn(
  settings: ServerSettings,
  nameOf: (name: ServerSettingName) => string = (name) => name,
): Contradiction[] {
  const { sessionIdleLifetime, sessionAbsoluteLifetime, aaguids, attestation } = settings;
  const found: (Contradiction | false)[] = [
    sessionAbsoluteLifetime < sessionIdleLifetime && {
      name: 'sessionAbsoluteLifetime',
      message: `must not be less than ${nameOf('sessionIdleLifetime')}, which is ${sessionIdleLifetime}`,
    },
    aaguids.length > 0 &&
      attestation === 'none' && {
        name: 'aaguids',
        message: `needs ${nameOf('attestation')} to be direct, because only attestation proves which model an authenticator is`,
      },
  ];
  return found.filter((one) => one !== false);
}
