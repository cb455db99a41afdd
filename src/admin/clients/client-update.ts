import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import { type Client, mayRefresh } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { Changes } from '../../model/record-store.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { invalid, notFound, parseInput } from '../input-parser.js';
import { planPictureChange, type UploadedPicture } from '../pictures/picture-change.js';
import { differences, eventOf } from '../record-change.js';
import { checkSettings, checkSigningSecret, ensureKeys, issuerOfClient } from './client-checks.js';
import { FAPI2_DEFAULTS, isClearable } from './client-defaults.js';
import { type UpdateClientInput, updateClientInput } from './client-input.js';
import { needsPkce } from './client-needs.js';
import {
  type ClientSettings,
  fieldsOf,
  type GivenSettings,
  SETTING_ENTRIES,
  type SettingName,
  settingsOf,
} from './client-settings.js';
import { planProtectedHosts } from './forward-auth/protected-hosts.js';
import type { AnySetting } from './settings/setting.js';

/**
 * Changes the settings of a client. An omitted setting keeps its value, and `null` clears a setting that can be empty.
 * `uploaded` is the image to which a new `logoUri` leads, if it was uploaded.
 */
export async function updateClient(
  deps: Deps,
  caller: AdminCaller,
  input: UpdateClientInput,
  uploaded?: UploadedPicture,
): Promise<Client> {
  checkPermission(caller, 'clients:write');
  const { id, ...given } = parseInput(updateClientInput, input);
  return commitPlan(deps.store, async () => {
    const client = await deps.store.clients.find(id);
    if (client === undefined) throw notFound('client', 'id');
    checkStrengthOverClient(caller, client);
    const current = settingsOf(client);
    const wanted = mergeSettings(current, given);
    const issuer = await issuerOfClient(deps, client);
    await checkSettings(deps, caller, wanted, current);
    checkSigningSecret(deps, client, wanted, current);
    await ensureKeys(deps, issuer, wanted);
    const fields = fieldsOf(wanted);
    const changes: Changes<Client> = {
      ...fields,
      ...(mayRefresh(client) && !mayRefresh(fields) && { refreshEpoch: (client.refreshEpoch ?? 0) + 1 }),
      grantEpoch: revokesGrants(current, wanted) ? client.grantEpoch + 1 : client.grantEpoch,
      updatedAt: deps.clock.now(),
    };
    const result = recordAfter(client, changes);
    const shown = SETTING_ENTRIES.map(([name]) => name);
    const detail = differences(current, settingsOf(result), shown);
    const about = { resource: 'client', resourceId: id, clientId: id };
    const events = detail.changed.length === 0 ? [] : [eventOf(deps, caller, { type: 'UPDATED', ...about, detail })];
    const hosts = await planProtectedHosts(deps, result, client);
    const logo = { field: 'logoUri', before: current.logoUri, after: wanted.logoUri };
    const pictures = await planPictureChange(deps, logo, uploaded);
    return { changes: [update('clients', client, changes), ...hosts, ...pictures, ...events], result };
  });
}

function mergeSettings(current: ClientSettings, given: GivenSettings): ClientSettings {
  const becomesFapi2 = given.securityProfile === 'FAPI2' && current.securityProfile !== 'FAPI2';
  const changed = SETTING_ENTRIES.filter(([name]) => given[name] !== undefined);
  const changes = changed.map(([name, setting]) => [name, given[name] ?? emptyValue(name, setting)]);
  const merged: ClientSettings = { ...current, ...(becomesFapi2 && FAPI2_DEFAULTS), ...Object.fromEntries(changes) };
  return given.requirePkce === undefined && needsPkce(merged) ? { ...merged, requirePkce: true } : merged;
}

function emptyValue(name: SettingName, setting: AnySetting): readonly never[] | undefined {
  if (!isClearable(setting))
    throw invalid(name, 'must not be null, because the client always has a value for this setting');
  return setting.type.isList ? [] : undefined;
}

/**
 * Whether a change of the settings must revoke the client's grants. It must if the client becomes disabled, admits
 * fewer users, follows a stricter profile, requires stronger passkeys, stops using OIDC, protects fewer hosts, or gets
 * other `sub` values for its users.
 */
function revokesGrants(current: ClientSettings, wanted: ClientSettings): boolean {
  return (
    (current.enabled && !wanted.enabled) ||
    (current.accessPolicy === 'ALL_USERS' && wanted.accessPolicy !== 'ALL_USERS') ||
    (current.securityProfile !== 'FAPI2' && wanted.securityProfile === 'FAPI2') ||
    (current.integrations.includes('OIDC') && !wanted.integrations.includes('OIDC')) ||
    (current.forwardAuth?.hosts ?? []).some((host) => !wanted.forwardAuth?.hosts.includes(host)) ||
    (!current.requireDeviceBound && wanted.requireDeviceBound) ||
    (current.defaultAcr !== 'phrh' && wanted.defaultAcr === 'phrh') ||
    current.subjectType !== wanted.subjectType
  );
}
