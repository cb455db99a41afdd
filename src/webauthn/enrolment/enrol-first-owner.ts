import { claimUsername } from '../../access/names/claim-username.js';
import { reserveSubject } from '../../access/names/reserved-names.js';
import { type Change, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import { enrolmentInvalid, usernameTaken } from '../ceremony/ceremony-errors.js';
import { AFTER_FIRST_OWNER } from '../ceremony/next-page.js';
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
export const enrolFirstOwner: Enrol<'enrolment'> = async (deps, registration, { passkey, language }) => {
  const { userId: id, webauthnUserId, name, linkId } = registration;
  const ownership = await firstOwnerChange(deps, id);
  if (ownership === undefined) throw enrolmentInvalid('another user is the first owner');
  await checkUnregistered(deps, passkey);
  const { username, claim } = await claimFreeName(deps, registration.username);
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    origin: 'FIRST_OWNER',
    adminRole: 'OWNER',
    ...withPasskey(NO_PASSKEYS, passkey),
    lastSignInAt: deps.clock.now(),
    language,
  });
  return {
    changes: [
      claim,
      ownership,
      reserveSubject(deps, id),
      insertion('users', user),
      insertion('passkeys', passkey),
      linkUse(deps, linkId),
    ],
    user,
    next: AFTER_FIRST_OWNER,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: id },
      { type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: linkId },
    ],
  };
};

/**
 * Claims `username`. If it is taken and is the default `owner`, claims another free name. If it is taken and the visitor
 * chose it, throws.
 */
async function claimFreeName(deps: Deps, username: string): Promise<{ username: string; claim: Change }> {
  const claim = await claimUsername(deps, username);
  if (claim !== undefined) return { username, claim };
  if (username !== FIRST_OWNER) throw usernameTaken();
  return claimFreeName(deps, anotherOwnerName(deps));
}
