import { authenticationRequired, checkStillSignedIn } from '../../access/sessions/recent-authentication.js';
import { tooManyPasskeys } from '../ceremony/ceremony-errors.js';
import { listPasskey, MAX_PASSKEYS } from '../passkeys/list-passkey.js';
import type { Enrol } from './enrol.js';

/** Adds a passkey for a signed-in user. The session must be the one in which the ceremony began, and it continues. */
export const enrolOwnPasskey: Enrol<'session'> = async (deps, registration, { passkey, present }) => {
  if (present?.session.id !== registration.sessionId || present.user.id !== registration.userId) throw signInAgain();
  const { after } = await listPasskey(deps, passkey, {
    absent: signInAgain,
    guard: (user) => {
      checkStillSignedIn(present, user);
      if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
      return {};
    },
  });
  return { user: after, active: present, next: '/account?at=passkeys&done=passkeyAdded', events: [] };
};

function signInAgain() {
  return authenticationRequired('Please sign in again.');
}
