import { enrolmentInvalid, signedInAsAnother } from '../ceremony/ceremony-errors.js';
import { epochsAfterEnrolment, listPasskey, userToSignIn } from '../passkeys/list-passkey.js';
import { settleOwner } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { enrolFirstOwner } from './enrol-first-owner.js';
import { findEnrolmentLink, isForUser, isLinkGoodFor } from './enrolment-code.js';

/**
 * Registers a passkey with an administrator's link. First, the link is consumed, so that it works only once. Then one
 * write lists the passkey and ends the user's sessions, grants, API keys and other enrolment links.
 */
export const enrolByLink: Enrol<'enrolment'> = async (deps, registration, enrolment) => {
  const { passkey, before, present } = enrolment;
  const link = await findEnrolmentLink(deps, registration.linkId);
  if (!isForUser(link, present?.user)) throw signedInAsAnother();
  if (link.firstOwner) return enrolFirstOwner(deps, registration, enrolment);
  if (before === undefined || !isLinkGoodFor(link, before)) throw changedUser();
  if (!(await deps.store.enrolmentLinks.use(link.id, deps.clock.now()))) throw enrolmentInvalid('used link');
  const listed = await listPasskey(deps, passkey, {
    absent: changedUser,
    guard: (user) => {
      if (!isLinkGoodFor(link, user)) throw changedUser();
      return epochsAfterEnrolment(user);
    },
  });
  const { id, adminRole } = listed.after;
  if (adminRole === 'OWNER') await settleOwner(deps, id);
  return {
    user: userToSignIn(listed, before),
    events: [{ type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: link.id }],
  };
};

function changedUser() {
  return enrolmentInvalid('user has changed');
}
