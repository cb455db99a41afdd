/*
 * This folder reads and changes the server settings, and keeps the settings in force current in each process. Each
 * setting is one entry of the table in `model/server/server-setting-table.ts`. To understand this folder, read this
 * file first, and then `settings-in-force.ts`.
 */

import { z } from 'zod';
import { commitPlan } from '../../model/change-record.js';
import { type Change, insertion, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { SERVER_SETTING_NAMES } from '../../model/server/server-setting-table.js';
import {
  contradictionsIn,
  SERVER_SETTINGS_ID,
  type ServerSettingName,
  type ServerSettings,
  type StoredSettings,
} from '../../model/server/server-settings.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { invalid, parseInput } from '../input-parser.js';
import { planPictureChanges, type UploadedPicture } from '../pictures/picture-change.js';
import { differences, eventOf } from '../record-change.js';
import { checkSomeOwnerMeets } from './administrator-minimum.js';
import { settingType } from './setting-type.js';
import { settingsInForce } from './settings-in-force.js';

export type UpdateServerSettingsInput = {
  readonly [N in ServerSettingName]?: NonNullable<ServerSettings[N]> | null | undefined;
};

const updateServerSettingsInput = z.object(
  Object.fromEntries(SERVER_SETTING_NAMES.map((name) => [name, settingType(name).schema.nullish()])),
);

/** Returns the stored settings. */
export async function storedSettings(deps: Pick<Deps, 'store'>): Promise<StoredSettings> {
  return (await deps.store.serverSettings.find(SERVER_SETTINGS_ID))?.values ?? {};
}

/**
 * Changes the stored settings, and applies them in this process at once. An omitted setting keeps its value, and `null`
 * removes the stored value, so that the setting gets its default. `uploaded` is the image to which a new logo
 * leads, if it was uploaded.
 */
export async function updateServerSettings(
  deps: Deps,
  caller: AdminCaller,
  input: UpdateServerSettingsInput,
  uploaded?: UploadedPicture,
): Promise<StoredSettings> {
  checkPermission(caller, 'issuers:write');
  const given = parseInput(updateServerSettingsInput, input) as UpdateServerSettingsInput;
  const values = await commitPlan(deps.store, async () => {
    const seen = await deps.store.serverSettings.find(SERVER_SETTINGS_ID);
    const before = seen?.values ?? {};
    const after = mergeSettings(before, given);
    checkContradictions(deps, after, given);
    const witness = await checkMinimum(deps, before, after);
    const detail = differences(before, after, SERVER_SETTING_NAMES);
    if (detail.changed.length === 0) return { changes: [], result: before };
    const changed = { values: after, updatedAt: deps.clock.now() };
    const about = { resource: 'serverSettings', resourceId: SERVER_SETTINGS_ID };
    const event = eventOf(deps, caller, { type: 'UPDATED', ...about, detail });
    const change =
      seen === undefined
        ? insertion('serverSettings', { id: SERVER_SETTINGS_ID, version: 1, ...changed })
        : update('serverSettings', seen, changed);
    const logos = (['brandLogo', 'brandLogoDark'] as const).map((field) => ({
      field,
      before: before[field],
      after: after[field],
    }));
    const pictures = await planPictureChanges(deps, logos, uploaded);
    return { changes: [change, ...witness, ...pictures, event], result: after };
  });
  await deps.reloadSettings();
  return values;
}

function mergeSettings(before: StoredSettings, given: UpdateServerSettingsInput): StoredSettings {
  const entries = SERVER_SETTING_NAMES.map((name) => [name, given[name] === undefined ? before[name] : given[name]]);
  return Object.fromEntries(entries.filter(([, value]) => value != null));
}

/** Checks that a higher `administratorMinimum` leaves an owner. */
async function checkMinimum(deps: Deps, before: StoredSettings, after: StoredSettings): Promise<Change[]> {
  const [old, wanted] = [before, after].map((values) => settingsInForce(deps.config, values).administratorMinimum);
  if (old === undefined || wanted === undefined || wanted <= old) return [];
  return checkSomeOwnerMeets(deps, wanted);
}

function checkContradictions(deps: Deps, after: StoredSettings, given: UpdateServerSettingsInput): void {
  const [found] = contradictionsIn(settingsInForce(deps.config, after));
  if (found === undefined) return;
  const hint = given[found.name] === undefined ? '. Change both settings in one request' : '';
  throw invalid(found.name, `${found.message}${hint}`);
}
