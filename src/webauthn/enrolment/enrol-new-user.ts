import { newOrderedId } from '../../keys/secrets.js';
import { type Permission, permissionKey } from '../../model/access/permission.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { interactionExpired, registrationDisabled, usernameTaken } from '../ceremony/refusal.js';
import { keepPasskey } from '../passkeys/list-passkey.js';
import type { Enrol } from './enrol.js';
import { newUser } from './new-user.js';

/**
 * A new user of a client that allows registration. The user is written last: without them passkey and permission
 * are nobody's, so that a crash before leaves the username free.
 */
export const enrolNewUser: Enrol<'client'> = async (deps, registration, { passkey, open }) => {
  if (open === undefined) throw interactionExpired();
  if (!open.client.registrationEnabled) throw registrationDisabled();
  const { userId: id, webauthnUserId, username, name } = registration;
  await keepPasskey(deps, passkey);
  const permission = newPermission(deps, open.client, id);
  await deps.store.permissions.insert(permission);
  const user = newUser(deps, { id, webauthnUserId, username, name, passkeyIds: [passkey.id] });
  if (!(await deps.store.users.insert(user))) {
    await deps.store.permissions.delete(permission.id);
    await deps.store.passkeys.delete(passkey.id);
    throw usernameTaken();
  }
  return {
    user,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: user.id },
      { type: 'CREATED', resource: 'permission', resourceId: permission.id },
    ],
  };
};

function newPermission(deps: Deps, client: Client, userId: string): Permission {
  return {
    id: newOrderedId(deps.clock, deps.random),
    key: permissionKey(client, { userId }),
    clientId: client.id,
    clientGeneration: client.generation,
    userId,
    createdAt: deps.clock.now(),
  };
}
