import { z } from 'zod';
import { commitPlan } from '../../model/change-record.js';
import { deletion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { planPictureChange } from '../pictures/picture-change.js';
import { eventOf } from '../record-change.js';
import { releaseHosts } from './forward-auth/protected-hosts.js';

const deleteClientInput = z.object({ id: givenId });

/**
 * Deletes a client. All records with the client's generation, such as its grants, become invalid at once. This function
 * deletes the client's permissions, consents, hosts and roles; if the process stops before that, a job deletes them.
 */
export async function deleteClient(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteClientInput>,
): Promise<void> {
  checkPermission(caller, 'clients:write');
  const { id } = parseInput(deleteClientInput, input);
  const client = await commitPlan(deps.store, async () => {
    const seen = await deps.store.clients.find(id);
    if (seen === undefined) throw notFound('client', 'id');
    checkStrengthOverClient(caller, seen);
    const detail = { name: seen.name };
    const event = eventOf(deps, caller, { type: 'DELETED', resource: 'client', resourceId: id, clientId: id, detail });
    const logo = await planPictureChange(deps, { field: 'logoUri', before: seen.logo_uri });
    return { changes: [deletion('clients', seen), ...logo, event], result: seen };
  });
  await deps.store.permissions.deleteOfClient(client.generation);
  await deps.store.consents.deleteOfClient(client.generation);
  await releaseHosts(deps, client);
  for await (const role of everyRecord((request) => deps.store.roles.pageOfClient(client.generation, request))) {
    await deps.store.roleAssignments.deleteOfRole(role.generation);
  }
  await deps.store.roles.deleteOfClient(client.generation);
}
