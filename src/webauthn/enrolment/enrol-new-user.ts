import { claimUsername } from '../../access/names/claim-username.js';
import { isUsernameReserved, reserveSubject } from '../../access/names/reserved-names.js';
import { newOrderedId } from '../../keys/secrets.js';
import { verificationSent } from '../../mail/verification-mail.js';
import { type Permission, permissionKey } from '../../model/access/permission.js';
import { insertion } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import {
  interactionExpired,
  registrationDisabled,
  usernameReserved,
  usernameTaken,
} from '../ceremony/ceremony-errors.js';
import { checkUnregistered } from '../passkeys/list-passkey.js';
import type { Enrol } from './enrol.js';
import { makeUser } from './make-user.js';

/** Registers a new user at a client that allows registration, and allows the user to sign in to this client. */
export const enrolNewUser: Enrol<'client'> = async (deps, registration, enrolment) => {
  const { passkey, open, language, planFirstVerification } = enrolment;
  if (open === undefined) throw interactionExpired();
  if (!open.client.registrationEnabled) throw registrationDisabled();
  const { userId: id, webauthnUserId, username, name, email } = registration;
  await checkUnregistered(deps, passkey);
  const claim = await claimUsername(deps, username);
  if (claim === undefined) throw usernameTaken();
  if (await isUsernameReserved(deps, username)) throw usernameReserved();
  const permission = makePermission(deps, open.client, id);
  const mailed = await planFirstVerification({ id, email });
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    email,
    origin: 'REGISTRATION',
    ...withPasskey(NO_PASSKEYS, passkey),
    lastSignInAt: deps.clock.now(),
    language,
    emailVerification: mailed?.emailVerification,
  });
  return {
    changes: [
      claim,
      reserveSubject(deps, id),
      insertion('users', user),
      insertion('passkeys', passkey),
      insertion('permissions', permission),
      ...(mailed === undefined ? [] : [mailed.mail]),
    ],
    user,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: user.id },
      { type: 'CREATED', resource: 'permission', resourceId: permission.id },
      ...(mailed === undefined ? [] : [verificationSent(id)]),
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
