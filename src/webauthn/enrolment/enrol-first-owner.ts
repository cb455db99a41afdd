import { insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { enrolmentInvalid, usernameTaken } from '../ceremony/ceremony-errors.js';
import { checkUnregistered } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import { firstOwnerChange } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { linkUse } from './enrolment-code.js';
import { makeUser } from './make-user.js';

/**
 * Registers the first owner. If several registrations race, only one of them succeeds, because each must change the
 * record of the owners.
 */
export const enrolFirstOwner: Enrol<'enrolment'> = async (deps, registration, { passkey }) => {
  const { userId: id, webauthnUserId, name, linkId } = registration;
  const ownership = await firstOwnerChange(deps, id);
  if (ownership === undefined) throw enrolmentInvalid('another user is the first owner');
  await checkUnregistered(deps, passkey);
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username: await freeName(deps, registration.username),
    name,
    origin: 'FIRST_OWNER',
    adminRole: 'OWNER',
    passkeyIds: [passkey.id],
    lastSignInAt: deps.clock.now(),
  });
  return {
    changes: [ownership, insertion('users', user), insertion('passkeys', passkey), linkUse(deps, linkId)],
    user,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: id },
      { type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: linkId },
    ],
  };
};

/** Returns `username` if it is free, or a different name if it is `owner`. Throws if any other username is taken. */
async function freeName(deps: Deps, username: string): Promise<string> {
  if ((await deps.store.users.findByUsername(username)) === undefined) return username;
  if (username !== FIRST_OWNER) throw usernameTaken();
  return anotherOwnerName(deps);
}
