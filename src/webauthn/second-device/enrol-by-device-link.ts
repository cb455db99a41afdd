import { update } from '../../model/change-set.js';
import { enrolmentInvalid, signedInAsAnother } from '../ceremony/ceremony-errors.js';
import type { Enrol } from '../enrolment/enrol.js';
import { isForUser } from '../enrolment/enrolment-code.js';
import { checkUnregistered } from '../passkeys/list-passkey.js';
import { checkOpen, deviceLinkCode } from './device-link.js';

/**
 * Keeps the verified passkey of another device in the record of the link. The user cannot sign in with it until they
 * confirm it: see `confirm-device.ts`. Only the browser that began to use the link has a challenge for it.
 */
export const enrolByDeviceLink: Enrol<'device'> = async (deps, { linkId, generation }, { passkey, present }) => {
  const { link, session, user } = await checkOpen(deps, await deps.store.deviceLinks.find(linkId));
  if (link.generation !== generation) throw enrolmentInvalid('replaced device link');
  if (!isForUser(link, present?.user)) throw signedInAsAnother();
  if (link.passkey !== undefined) throw enrolmentInvalid('device link with a passkey');
  await checkUnregistered(deps, passkey);
  const { createdAt: _, ...pending } = passkey;
  return {
    changes: [update('deviceLinks', link, { passkey: pending })],
    user,
    waitsIn: session,
    next: `/join/${deviceLinkCode(deps, link)}`,
    events: [],
  };
};
