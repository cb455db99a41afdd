import { claimUsername } from '../../access/claim-username.js';
import { newOrderedId } from '../../keys/secrets.js';
import { check, insertion, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { type Group, type Membership, membershipKey } from '../../model/people/group.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import { signedInAsAnother, usernameTaken } from '../ceremony/ceremony-errors.js';
import { AFTER_ENROLMENT } from '../ceremony/next-page.js';
import type { Enrol } from '../enrolment/enrol.js';
import { makeUser } from '../enrolment/make-user.js';
import { checkUnregistered } from '../passkeys/list-passkey.js';
import { findInvitation } from './invitation-code.js';

/**
 * Registers a new user with an invitation. The use is counted in the same change set, on the version of the invitation,
 * so that an invitation never creates more accounts than it allows.
 */
export const enrolByInvitation: Enrol<'invitation'> = async (deps, registration, { passkey, present }) => {
  if (present !== undefined) throw signedInAsAnother();
  const { userId: id, webauthnUserId, username, name, invitationId } = registration;
  const { invitation, groups } = await findInvitation(deps, invitationId);
  await checkUnregistered(deps, passkey);
  const claim = await claimUsername(deps, username);
  if (claim === undefined) throw usernameTaken();
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    origin: 'INVITATION',
    ...withPasskey(NO_PASSKEYS, passkey),
    lastSignInAt: deps.clock.now(),
  });
  const uses = invitation.uses + 1;
  const groupIds = groups.map((group) => group.id);
  return {
    changes: [
      update('invitations', invitation, { uses }),
      claim,
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

function makeMembership(deps: Deps, group: Group, userId: string): Membership {
  return {
    id: newOrderedId(deps.clock, deps.random),
    key: membershipKey(group, userId),
    groupId: group.id,
    groupGeneration: group.generation,
    userId,
  };
}
