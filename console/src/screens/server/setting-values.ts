import { Attestation, type ServerSettingsQuery, type UpdateServerSettingsInput } from '../../generated/server.js';

type Settings = ServerSettingsQuery['serverSettings'];
export type SettingName = keyof Settings['sources'];

/** The settings as the form has them: texts that are missing are empty. */
export interface SettingValues {
  readonly rpName: string;
  readonly supportContact: string;
  readonly termsUrl: string;
  readonly privacyUrl: string;
  readonly editableProfile: readonly string[];
  readonly uniqueEmails: boolean;
  readonly accountDeletion: boolean;
  readonly maxRegistrations: number | null;
  readonly maxAccountChanges: number | null;
  readonly maxSessions: number | null;
  readonly maxOfflineGrants: number | null;
  readonly sessionIdleLifetime: number | null;
  readonly sessionAbsoluteLifetime: number | null;
  readonly isAttested: boolean;
  readonly aaguids: readonly string[];
  readonly administratorMinimum: number | null;
  readonly auditRetention: number | null;
  readonly maxAccessTokenLifetime: number | null;
  readonly requireSignedRequestObject: boolean;
  readonly signingKeyBits: string;
}

/** The settings in the order of the form. */
export const GROUPS = [
  { name: 'names', settings: ['rpName', 'supportContact', 'termsUrl', 'privacyUrl'] },
  {
    name: 'accounts',
    settings: ['editableProfile', 'uniqueEmails', 'accountDeletion', 'maxRegistrations', 'maxAccountChanges'],
  },
  { name: 'sessions', settings: ['sessionIdleLifetime', 'sessionAbsoluteLifetime', 'maxSessions', 'maxOfflineGrants'] },
  { name: 'passkeys', settings: ['attestation', 'aaguids', 'administratorMinimum'] },
  { name: 'tokens', settings: ['maxAccessTokenLifetime', 'requireSignedRequestObject', 'signingKeyBits'] },
  { name: 'log', settings: ['auditRetention'] },
] as const satisfies readonly { readonly name: string; readonly settings: readonly SettingName[] }[];

export const PROFILE_FIELDS = [
  'name',
  'givenName',
  'familyName',
  'picture',
  'email',
  'phoneNumber',
  'locale',
  'zoneinfo',
] as const;

export function valuesOf({ sources: _sources, attestation, ...settings }: Settings): SettingValues {
  return {
    ...settings,
    supportContact: settings.supportContact ?? '',
    termsUrl: settings.termsUrl ?? '',
    privacyUrl: settings.privacyUrl ?? '',
    isAttested: attestation === Attestation.DIRECT,
    signingKeyBits: String(settings.signingKeyBits),
  };
}

/** Returns the changed values for the API. An empty field removes the stored value, so that the default applies. */
export function changesOf(before: SettingValues, after: SettingValues): UpdateServerSettingsInput {
  const names = Object.keys(after) as (keyof SettingValues)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => toInput(name, after)));
}

function toInput(name: keyof SettingValues, values: SettingValues): [string, unknown] {
  if (name === 'isAttested') return ['attestation', values.isAttested ? Attestation.DIRECT : Attestation.NONE];
  if (name === 'signingKeyBits') return [name, Number(values.signingKeyBits)];
  return [name, values[name] === '' ? null : values[name]];
}
