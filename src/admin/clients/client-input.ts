import { z } from 'zod';
import { chosenId, givenId } from '../input-parser.js';
import { CLIENT_SETTINGS, type GivenSettings, SETTING_ENTRIES, type SettingName } from './client-settings.js';
import type { AnySetting } from './settings/setting.js';

export type CreateClientInput = Omit<GivenSettings, 'enabled' | 'name'> & {
  readonly id?: string | null | undefined;
  readonly name: string;
  readonly issuerId?: string | null | undefined;
};

export type UpdateClientInput = GivenSettings & { readonly id: string };

/** Checks each setting alone. `client-rules.ts` checks which settings can be combined. */
export const createClientInput = z.object({
  ...shapeOf(({ isFixedInNew }) => isFixedInNew !== true),
  id: chosenId.nullish(),
  name: CLIENT_SETTINGS.name.type.schema,
  issuerId: givenId.nullish(),
});

export const updateClientInput = z.object({ ...shapeOf(() => true), id: givenId });

type Shape = { readonly [N in SettingName]: z.ZodOptional<z.ZodType<GivenSettings[N], GivenSettings[N]>> };

function shapeOf(isWanted: (setting: AnySetting) => boolean): Shape {
  const wanted = SETTING_ENTRIES.filter(([, setting]) => isWanted(setting));
  return Object.fromEntries(wanted.map(([name, { type }]) => [name, type.schema.nullish()])) as unknown as Shape;
}
