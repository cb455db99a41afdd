import { authenticationRequired } from '../../access/sessions/recent-authentication.js';
import { tooManyPasskeys } from '../ceremony/refusal.js';
import { listPasskey, MOST_PASSKEYS } from '../passkeys/list-passkey.js';
import type { Enrol } from './enrol.js';

/** One more passkey for whoever is signed in: in the session that asked for it, which goes on. */
export const enrolOwnPasskey: Enrol<'session'> = async (deps, registration, { passkey, present }) => {
  if (present?.session.id !== registration.sessionId || present.user.id !== registration.userId) {
    throw authenticationRequired('Please sign in again.');
  }
  const { sessionEpoch } = present.session;
  let isFull = false;
  const listed = await listPasskey(deps, passkey, (user) => {
    isFull = user.passkeyIds.length >= MOST_PASSKEYS;
    return user.enabled && user.sessionEpoch === sessionEpoch && !isFull ? {} : undefined;
  });
  if (listed === undefined && isFull) throw tooManyPasskeys();
  if (listed === undefined) throw authenticationRequired('Please sign in again.');
  return { user: listed.after, active: present, events: [] };
};
