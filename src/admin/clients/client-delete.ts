import { z } from 'zod';
import { deleteRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverClient } from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';

const deleteClientInput = z.object({ id: givenId });

/**
 * Deletes a client. The record goes first, and with its generation all that hangs on it is dead: what is tidied
 * after it leads to nothing any more.
 */
export async function deleteClient(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteClientInput>,
): Promise<void> {
  requirePermission(caller, 'clients:write');
  const { id } = parseInput(deleteClientInput, input);
  const absent = () => notFound('client', 'id');
  const client = await deleteRecord(deps.store.clients, id, absent, (seen) => requireStrengthOverClient(caller, seen));
  await deps.store.permissions.deleteOfClient(client.generation);
  await deps.store.consents.deleteOfClient(client.generation);
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'client',
    resourceId: id,
    clientId: id,
    detail: { name: client.name },
  });
}
