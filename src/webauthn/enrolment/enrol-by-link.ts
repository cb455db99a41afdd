import { enrolmentInvalid, signedInAsAnother } from '../ceremony/ceremony-errors.js';
import { AFTER_ENROLMENT, AFTER_RECOVERY } from '../ceremony/next-page.js';
import { cancelledDeletion, changesAfterEnrolment, planListing, userToSignIn } from '../passkeys/list-passkey.js';
import { ownersChange } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { enrolFirstOwner } from './enrol-first-owner.js';
import { findEnrolmentLink, isForUser, isLinkGoodFor, linkUse } from './enrolment-code.js';

/**
 * Registers a passkey with a link that an administrator created. The link works only once. The registration ends the
 * user's sessions, grants, API keys and other enrolment links.
 */
export const enrolByLink: Enrol<'enrolment'> = async (deps, registration, enrolment) => {
  const { passkey, before, present, browserHash, language } = enrolment;
  const { link, makerUnchanged } = await findEnrolmentLink(deps, registration.linkId);
  if (!isForUser(link, present?.user)) throw signedInAsAnother();
  if (link.firstOwner) return enrolFirstOwner(deps, registration, enrolment);
  if (before === undefined || !isLinkGoodFor(link, before)) throw changedUser();
  const { changes, result: listed } = await planListing(deps, passkey, {
    absent: changedUser,
    place: { browserHash },
    guard: (user) => {
      if (!isLinkGoodFor(link, user)) throw changedUser();
      return {
        ...changesAfterEnrolment(user),
        lastSignInAt: deps.clock.now(),
        language: user.language ?? language,
      };
    },
  });
  return {
    changes: [
      ...makerUnchanged,
      linkUse(deps, link.id),
      ...changes,
      ...(await ownersChange(deps, listed.before, listed.after)),
    ],
    user: userToSignIn(listed, before),
    next: listed.before.passkeyIds.length > 0 ? AFTER_RECOVERY : AFTER_ENROLMENT,
    events: [
      { type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: link.id },
      ...cancelledDeletion(listed.before),
    ],
  };
};

function changedUser() {
  return enrolmentInvalid('user has changed');
}
