/*
 * This folder describes each client setting once: name, record field, type, default and text. To add a setting, add its
 * field to `model/clients/client.ts`, its entry to one of the three tables, and its test; then run `npm run schema`. If
 * it has a default, add a migration as well, because stored clients do not have the field. The tables must not contain
 * rules over several settings, which are in `../client-rules.ts`.
 */

import type { Client, ClientSettingField } from '../../../model/clients/client.js';
import type { ValueType } from '../../value-type.js';

/**
 * One client setting. The API, the configuration file, the defaults and the reference follow from it; what several
 * settings have to fulfil together is in `client-rules.ts`.
 */
export interface Setting<F extends ClientSettingField> {
  /** Its name in the record. */
  readonly field: F;
  readonly type: ValueType<NonNullable<Client[F]>>;
  /** For the schema, the reference and the types of the client library. */
  readonly description: string;
  /** A setting with neither a default nor `isRequired` is optional: `null` clears it. */
  readonly default?: NonNullable<Client[F]>;
  readonly nativeDefault?: NonNullable<Client[F]>;
  readonly fapi2Default?: NonNullable<Client[F]>;
  /** Added to the default in the reference. */
  readonly defaultNote?: string;
  readonly isRequired?: true;
  /** A new client always has the default. */
  readonly isFixedInNew?: true;
}

export type AnySetting = { readonly [F in ClientSettingField]: Setting<F> }[ClientSettingField];

/** Settings by their names in the API, which are also their keys in the configuration file. */
export type SettingTable = Readonly<Record<string, AnySetting>>;
