import { claimUsername } from '../../access/names/claim-username.js';
import { isUsernameReserved, reserveSubject } from '../../access/names/reserved-names.js';
import { verificationSent } from '../../mail/verification-mail.js';
import { insertion, update } from '../../model/change-set.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import { signedInAsAnother, usernameReserved, usernameTaken } from '../ceremony/ceremony-errors.js';
import { AFTER_ENROLMENT, AFTER_REQUEST, AFTER_REQUEST_WITH_MAIL } from '../ceremony/next-page.js';
import type { Enrol } from '../enrolment/enrol.js';
import { makeUser } from '../enrolment/make-user.js';
import { checkUnregistered } from '../passkeys/list-passkey.js';
import { findInvitation } from './invitation-code.js';
import { joined, joinGroups } from './invited-groups.js';

/**
 * Registers a new user with an invitation. The use is counted in the same change set, on the version of the invitation,
 * so that an invitation never creates more accounts than it allows. With a domain, the user joins the groups later, when
 * an address is verified. With approval, the account is disabled until an administrator approves it.
 */
export const enrolByInvitation: Enrol<'invitation'> = async (deps, registration, enrolment) => {
  const { passkey, present, planFirstVerification, language } = enrolment;
  if (present !== undefined) throw signedInAsAnother();
  const { userId: id, webauthnUserId, username, name, email, invitationId } = registration;
  const { invitation, groups, makerUnchanged } = await findInvitation(deps, invitationId);
  await checkUnregistered(deps, passkey);
  const claim = await claimUsername(deps, username);
  if (claim === undefined) throw usernameTaken();
  if (await isUsernameReserved(deps, username)) throw usernameReserved();
  const awaitsApproval = invitation.requiresApproval;
  const isIncomplete = awaitsApproval === true || invitation.emailDomain !== undefined;
  const awaitsGroups = isIncomplete && groups.length > 0;
  // The mail with the link to verify the address of a waiting account is sent when the account is approved.
  const mailed = awaitsApproval ? undefined : await planFirstVerification({ id, email });
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    email,
    origin: 'INVITATION',
    ...withPasskey(NO_PASSKEYS, passkey),
    language,
    emailVerification: mailed?.emailVerification,
    ...(isIncomplete && { invitationId }),
    ...(awaitsGroups && { awaitsGroups }),
    ...(awaitsApproval ? { awaitsApproval } : { lastSignInAt: deps.clock.now() }),
  });
  const uses = invitation.uses + 1;
  const joins = awaitsGroups ? [] : groups;
  const groupIds = joins.map((group) => group.id);
  const detail = { uses, groupIds, ...(awaitsGroups && { awaitsGroups }), ...(awaitsApproval && { awaitsApproval }) };
  return {
    changes: [
      ...makerUnchanged,
      update('invitations', invitation, { uses }),
      claim,
      reserveSubject(deps, id),
      insertion('users', user),
      insertion('passkeys', passkey),
      ...joinGroups(deps, joins, id),
      ...(mailed === undefined ? [] : [mailed.mail]),
    ],
    user,
    awaitsApproval,
    next: awaitsApproval ? afterRequest(email !== undefined && deps.config.mail !== undefined) : AFTER_ENROLMENT,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: id },
      { type: 'INVITATION_USED', resource: 'invitation', resourceId: invitation.id, detail },
      ...groupIds.map((groupId) => joined(groupId, id)),
      ...(mailed === undefined ? [] : [verificationSent(id)]),
    ],
  };
};

function afterRequest(getsMail: boolean): string {
  return getsMail ? AFTER_REQUEST_WITH_MAIL : AFTER_REQUEST;
}
