/*
 * This folder describes each client setting once: name, record field, type, default and text. To add a setting, add its
 * field to `model/clients/client.ts`, its entry to one of the three tables, and its test; then run `npm run schema`. If
 * it has a default, add a migration as well, because stored clients do not have the field. The tables must not contain
 * rules over several settings, which are in `../client-rules.ts`.
 */

import type { Client, ClientSettingField } from '../../../model/clients/client.js';
import type { ValueType } from '../../value-type.js';

export interface Setting<F extends ClientSettingField> {
  /** The name of the setting in the stored client. */
  readonly field: F;
  readonly type: ValueType<NonNullable<Client[F]>>;
  /** Appears in the GraphQL schema, in the API reference and in the client library. */
  readonly description: string;
  /** A setting without a default and without `isRequired` is optional, and `null` clears it. */
  readonly default?: NonNullable<Client[F]>;
  readonly nativeDefault?: NonNullable<Client[F]>;
  readonly fapi2Default?: NonNullable<Client[F]>;
  /** The API reference shows this note after the default. */
  readonly defaultNote?: string;
  readonly isRequired?: true;
  /** The value cannot be chosen when a client is created: a new client always has the default. */
  readonly isFixedInNew?: true;
}

export type AnySetting = { readonly [F in ClientSettingField]: Setting<F> }[ClientSettingField];

/** The keys are the names of the settings in the API and in the configuration file. */
export type SettingTable = Readonly<Record<string, AnySetting>>;
