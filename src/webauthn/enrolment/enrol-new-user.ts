import { newOrderedId } from '../../keys/secrets.js';
import { type Permission, permissionKey } from '../../model/access/permission.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import { interactionExpired, registrationDisabled, usernameTaken } from '../ceremony/ceremony-errors.js';
import { storePasskey } from '../passkeys/list-passkey.js';
import type { Enrol } from './enrol.js';
import { makeUser } from './make-user.js';

/**
 * Registers a new user of a client that allows registration. The user is written last. If the server crashes before
 * that write, the username is still free, and the passkey and the permission have no effect.
 */
export const enrolNewUser: Enrol<'client'> = async (deps, registration, { passkey, open }) => {
  if (open === undefined) throw interactionExpired();
  if (!open.client.registrationEnabled) throw registrationDisabled();
  const { userId: id, webauthnUserId, username, name } = registration;
  await storePasskey(deps, passkey);
  const permission = makePermission(deps, open.client, id);
  await deps.store.permissions.insert(permission);
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    origin: 'REGISTRATION',
    ...withPasskey(NO_PASSKEYS, passkey),
  });
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

function makePermission(deps: Deps, client: Client, userId: string): Permission {
  return {
    id: newOrderedId(deps.clock, deps.random),
    key: permissionKey(client, { userId }),
    clientId: client.id,
    clientGeneration: client.generation,
    userId,
    createdAt: deps.clock.now(),
  };
}
