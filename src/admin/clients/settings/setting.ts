/*
 * This folder describes each client setting once: its name, its field in the stored client, its type, its default and
 * its description. To add a setting, add a field to `model/clients/client.ts`, an entry to one of the four tables, and
 * a test; then run `npm run schema`. If the setting has a default, add a migration too, because stored clients do not
 * have the field. Rules about several settings do not belong here but in `../client-rules.ts`.
 */

import type { Client, ClientSettingField } from '../../../model/clients/client.js';
import type { ValueType } from '../../value-type.js';

export interface Setting<F extends ClientSettingField> {
  /** The name of the field that stores the setting in a client record. */
  readonly field: F;
  readonly type: ValueType<NonNullable<Client[F]>>;
  /** The text that describes the setting in the GraphQL schema, the API reference and the client library. */
  readonly description: string;
  /**
   * The value for clients that do not choose one. A setting that has no default and is not required (`isRequired`) is
   * optional, and `null` clears it.
   */
  readonly default?: NonNullable<Client[F]>;
  /** The value that replaces `default` if `applicationType` is NATIVE. */
  readonly nativeDefault?: NonNullable<Client[F]>;
  /** The value that replaces `default` if `tokenEndpointAuthMethod` is NONE. */
  readonly publicDefault?: NonNullable<Client[F]>;
  /** The value that replaces `default` if `redirectUriPolicy` is RELAXED. */
  readonly relaxedDefault?: NonNullable<Client[F]>;
  readonly fapi2Default?: NonNullable<Client[F]>;
  /** A note about the default. The API reference shows the note after the default. */
  readonly defaultNote?: string;
  readonly isRequired?: true;
  /**
   * Set if every new client gets the default of this setting. An administrator can then change the setting only in an
   * existing client.
   */
  readonly isFixedInNew?: true;
}

export type AnySetting = { readonly [F in ClientSettingField]: Setting<F> }[ClientSettingField];

/** A table of settings. Its keys are the setting names that the API and the configuration file use. */
export type SettingTable = Readonly<Record<string, AnySetting>>;
