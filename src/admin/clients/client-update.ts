import { changeRecord } from '../../model/change-record.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverClient } from '../authorization.js';
import { invalid, notFound, parseInput } from '../parse-input.js';
import { differences, recordChange } from '../record-change.js';
import { checkAgainstStore, ensureKeys, issuerOfClient } from './client-checks.js';
import { EMPTY, FAPI2_DEFAULTS } from './client-defaults.js';
import { type UpdateClientInput, updateClientInput } from './client-input.js';
import { type ClientSettings, fieldsOf, settingsOf } from './client-settings.js';

/** Changes a client: what is left out stays, `null` clears what can be empty. */
export async function updateClient(deps: Deps, caller: AdminCaller, input: UpdateClientInput): Promise<Client> {
  requirePermission(caller, 'clients:write');
  const { id, ...given } = parseInput(updateClientInput, input);
  const { before, after } = await changeRecord(
    deps.store.clients,
    id,
    () => notFound('client', 'id'),
    async (client) => {
      requireStrengthOverClient(caller, client);
      const current = settingsOf(client);
      const wanted = changed(current, given);
      const issuer = await issuerOfClient(deps, client);
      await checkAgainstStore(deps, caller, wanted, current);
      await ensureKeys(deps, issuer, wanted);
      return {
        ...fieldsOf(wanted),
        grantEpoch: endsGrants(current, wanted) ? client.grantEpoch + 1 : client.grantEpoch,
        updatedAt: deps.clock.now(),
      };
    },
  );
  const detail = differences(settingsOf(before), settingsOf(after), SHOWN(after));
  if (detail.changed.length > 0) {
    await recordChange(deps, caller, {
      type: 'UPDATED',
      resource: 'client',
      resourceId: id,
      clientId: id,
      detail,
    });
  }
  return after;
}

function SHOWN(client: Client) {
  return Object.keys(settingsOf(client)) as (keyof ClientSettings)[];
}

function changed(current: ClientSettings, given: Partial<Record<keyof ClientSettings, unknown>>): ClientSettings {
  const changes: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (value === null && !(field in EMPTY)) throw invalid(field, 'cannot be empty');
    changes[field] = value === null ? EMPTY[field as keyof ClientSettings] : value;
  }
  const turned = given.securityProfile === 'FAPI2' && current.securityProfile !== 'FAPI2';
  return { ...current, ...(turned && FAPI2_DEFAULTS), ...changes };
}

/** What the client was let have no longer stands: it is off, for other people, under another profile, or knows them by other names. */
function endsGrants(current: ClientSettings, wanted: ClientSettings): boolean {
  return (
    (current.enabled && !wanted.enabled) ||
    (current.accessPolicy === 'ALL_USERS' && wanted.accessPolicy !== 'ALL_USERS') ||
    (current.securityProfile !== 'FAPI2' && wanted.securityProfile === 'FAPI2') ||
    (current.integrations.includes('OIDC') && !wanted.integrations.includes('OIDC')) ||
    current.subjectType !== wanted.subjectType
  );
}
