import { authenticationRequired, checkStillSignedIn } from '../../access/sessions/recent-authentication.js';
import { tooManyPasskeys } from '../ceremony/ceremony-errors.js';
import { MAX_PASSKEYS, planListing } from '../passkeys/list-passkey.js';
import { changeOfPresentOwner } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';

/**
 * Adds a passkey for a signed-in user. Only the session in which the user began the registration can finish it. This
 * session then continues.
 */
export const enrolOwnPasskey: Enrol<'session'> = async (deps, registration, { passkey, present, browserHash }) => {
  if (present?.session.id !== registration.sessionId || present.user.id !== registration.userId) throw signInAgain();
  const { changes, result } = await planListing(deps, passkey, {
    absent: signInAgain,
    place: { browserHash, sessionId: present.session.id },
    guard: (user) => {
      checkStillSignedIn(present, user);
      if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
      return {};
    },
  });
  const next = '/account?at=passkeys&done=passkeyAdded';
  const owners = await changeOfPresentOwner(deps, result.before, result.after);
  return { changes: [...changes, ...owners], user: result.after, active: present, next, events: [] };
};

function signInAgain() {
  return authenticationRequired('Please sign in again.');
}
