import { z } from 'zod';
import { chosenClientId, givenId } from '../input-parser.js';
import { CLIENT_SETTINGS, type GivenSettings, SETTING_ENTRIES, type SettingName } from './client-settings.js';
import type { AnySetting } from './settings/setting.js';

export type CreateClientInput = Omit<GivenSettings, 'enabled' | 'name'> & {
  readonly id?: string | null | undefined;
  readonly name: string;
  readonly issuerId?: string | null | undefined;
  readonly clientSecret?: string | null | undefined;
};

export type UpdateClientInput = GivenSettings & { readonly id: string };

const MIN_SECRET_LENGTH = 8;
const MAX_SECRET_LENGTH = 512;

/** A secret from another provider. RFC 6749 §A.2: a client secret consists of visible ASCII characters and spaces. */
export const importedSecret = z
  .string()
  .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`)
  .max(MAX_SECRET_LENGTH, `must have at most ${MAX_SECRET_LENGTH} characters`)
  .regex(/^[\x20-\x7e]*$/, 'must be visible ASCII characters and spaces');

/** Checks each setting alone. `client-rules.ts` checks which settings can be combined. */
export const createClientInput = z.object({
  ...shapeOf(({ isFixedInNew }) => isFixedInNew !== true),
  id: chosenClientId.nullish(),
  name: CLIENT_SETTINGS.name.type.schema,
  issuerId: givenId.nullish(),
  clientSecret: importedSecret.nullish(),
});

export const updateClientInput = z.object({ ...shapeOf(() => true), id: givenId });

type Shape = { readonly [N in SettingName]: z.ZodOptional<z.ZodType<GivenSettings[N], GivenSettings[N]>> };

function shapeOf(isWanted: (setting: AnySetting) => boolean): Shape {
  const wanted = SETTING_ENTRIES.filter(([, setting]) => isWanted(setting));
  return Object.fromEntries(wanted.map(([name, { type }]) => [name, type.schema.nullish()])) as unknown as Shape;
}
