import { type ActiveSession, endSession, signIn } from '../../access/sessions/session.js';
import type { Session } from '../../model/access/session.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { refusal } from './refusal.js';
import { acrOf, amrOf } from './sign-in-facts.js';

/**
 * Signs in the user of a passkey, `user` as they were read before it was verified, if they still list it afterwards.
 * Whoever removes a passkey takes it off the list, and then ends the sessions that it began: one that was not there
 * yet would outlive it.
 */
export async function signInByPasskey(
  deps: Deps,
  user: User,
  passkey: Passkey,
  present: ActiveSession | undefined,
  caller: Caller,
): Promise<{ session: Session; cookie: string }> {
  const authentication = { user, passkeyId: passkey.id, amr: amrOf(passkey), acr: acrOf(passkey) };
  const signedIn = await signIn(deps, authentication, present, caller);
  const current = await deps.store.users.find(user.id);
  if (current?.passkeyIds.includes(passkey.id)) return signedIn;
  await endSession(deps, signedIn.session);
  throw refusal('passkey was removed');
}
