import { enrolmentInvalid } from '../ceremony/refusal.js';
import { listPasskey, signedInBy } from '../passkeys/list-passkey.js';
import { settleOwner } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { enrolFirstOwner } from './enrol-first-owner.js';
import { findEnrolmentLink, isLinkGoodFor } from './enrolment-code.js';

/**
 * A passkey by an administrator's link. Consume, then issue: the link is taken before anything is written. The write
 * that lists the passkey ends the sessions and grants that there were, for whom a link is a way back.
 */
export const enrolByLink: Enrol<'enrolment'> = async (deps, registration, enrolment) => {
  const { passkey, before } = enrolment;
  const link = await findEnrolmentLink(deps, registration.linkId);
  if (link.firstOwner) return enrolFirstOwner(deps, registration, enrolment);
  if (before === undefined || !isLinkGoodFor(link, before)) throw enrolmentInvalid('user is not what they were');
  if (!(await deps.store.enrolmentLinks.use(link.id, deps.clock.now()))) throw enrolmentInvalid('used link');
  const listed = await listPasskey(deps, passkey, (user) => {
    if (!isLinkGoodFor(link, user)) return undefined;
    return { sessionEpoch: user.sessionEpoch + 1, grantEpoch: user.grantEpoch + 1 };
  });
  if (listed === undefined) throw enrolmentInvalid('user is not what they were');
  const { after: user } = listed;
  if (user.adminRole === 'OWNER') await settleOwner(deps, user.id);
  return {
    user: signedInBy(listed, before),
    events: [{ type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: link.id }],
  };
};
