import { CLIENT_SETTINGS } from '../../../generated/client-settings.js';

/** What the form knows about a setting, or about a member of an object. It is generated from the tables of the server. */
export interface Descriptor {
  readonly name: string;
  readonly kind: 'line' | 'text' | 'flag' | 'number' | 'json' | 'choice' | 'object';
  readonly isList: boolean;
  readonly description: string;
  readonly choices?: readonly { readonly value: string; readonly text: string }[];
  readonly members?: readonly Descriptor[];
  readonly default?: unknown;
}

export type Section = 'connection' | 'forwardAuth' | 'users' | 'claims' | 'security';

export interface Setting extends Descriptor {
  readonly name: SettingName;
  readonly section: Section;
  readonly isClearable: boolean;
  readonly nativeDefault?: unknown;
  readonly publicDefault?: unknown;
  readonly relaxedDefault?: unknown;
  readonly fapi2Default?: unknown;
}

export type SettingName = (typeof CLIENT_SETTINGS)[number]['name'];

export const SETTINGS: readonly Setting[] = CLIENT_SETTINGS;

/** The settings of a client, as the API shows them. */
export type Values = Readonly<Record<string, unknown>>;

/** Returns the default of a setting for a client: some settings have another one for other kinds of clients. */
function defaultOf(setting: Setting, client: Values): unknown {
  const conditions = [
    [client.securityProfile === 'FAPI2', setting.fapi2Default],
    [client.applicationType === 'NATIVE', setting.nativeDefault],
    [client.tokenEndpointAuthMethod === 'NONE', setting.publicDefault],
    [client.redirectUriPolicy === 'RELAXED', setting.relaxedDefault],
  ] as const;
  const other = conditions.find(([applies, value]) => applies && value !== undefined);
  return other?.[1] ?? setting.default ?? (setting.isList ? [] : null);
}

/** Whether the setting of a client differs from its default. The order of a list has no meaning. */
export function differs(setting: Setting, client: Values): boolean {
  return keyOf(client[setting.name]) !== keyOf(defaultOf(setting, client));
}

function keyOf(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : (value ?? null));
}
