import { makeMembership } from '../../access/administration/make-membership.js';
import { claimUsername } from '../../access/names/claim-username.js';
import { isUsernameReserved, reserveSubject } from '../../access/names/reserved-names.js';
import { check, insertion, update } from '../../model/change-set.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import { signedInAsAnother, usernameReserved, usernameTaken } from '../ceremony/ceremony-errors.js';
import { AFTER_ENROLMENT } from '../ceremony/next-page.js';
import type { Enrol } from '../enrolment/enrol.js';
import { makeUser } from '../enrolment/make-user.js';
import { checkUnregistered } from '../passkeys/list-passkey.js';
import { findInvitation } from './invitation-code.js';

/**
 * Registers a new user with an invitation. The use is counted in the same change set, on the version of the invitation,
 * so that an invitation never creates more accounts than it allows.
 */
export const enrolByInvitation: Enrol<'invitation'> = async (deps, registration, { passkey, present, language }) => {
  if (present !== undefined) throw signedInAsAnother();
  const { userId: id, webauthnUserId, username, name, invitationId } = registration;
  const { invitation, groups, makerUnchanged } = await findInvitation(deps, invitationId);
  await checkUnregistered(deps, passkey);
  const claim = await claimUsername(deps, username);
  if (claim === undefined) throw usernameTaken();
  if (await isUsernameReserved(deps, username)) throw usernameReserved();
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    origin: 'INVITATION',
    ...withPasskey(NO_PASSKEYS, passkey),
    lastSignInAt: deps.clock.now(),
    language,
  });
  const uses = invitation.uses + 1;
  const groupIds = groups.map((group) => group.id);
  return {
    changes: [
      ...makerUnchanged,
      update('invitations', invitation, { uses }),
      claim,
      reserveSubject(deps, id),
      insertion('users', user),
      insertion('passkeys', passkey),
      ...groups.flatMap((group) => [
        check('groups', { id: group.id, generation: group.generation }),
        insertion('memberships', makeMembership(deps, group, id)),
      ]),
    ],
    user,
    next: AFTER_ENROLMENT,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: id },
      { type: 'INVITATION_USED', resource: 'invitation', resourceId: invitation.id, detail: { uses, groupIds } },
      ...groupIds.map((groupId) => ({
        type: 'UPDATED' as const,
        resource: 'group',
        resourceId: groupId,
        detail: { addedMemberIds: [id], removedMemberIds: [] },
      })),
    ],
  };
};
