import { z } from 'zod';
import { deleteRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { recordChange } from '../record-change.js';

const deleteClientInput = z.object({ id: givenId });

/**
 * Deletes a client. The client's own record is deleted first, which invalidates all records with the client's
 * generation. If the process stops before it has deleted those records too, they stay invalid.
 */
export async function deleteClient(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteClientInput>,
): Promise<void> {
  checkPermission(caller, 'clients:write');
  const { id } = parseInput(deleteClientInput, input);
  const absent = () => notFound('client', 'id');
  const client = await deleteRecord(deps.store.clients, id, absent, (seen) => checkStrengthOverClient(caller, seen));
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
