import { type ActiveSession, endSession, signIn } from '../../access/sessions/session.js';
import type { Session } from '../../model/access/session.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { hasPasskey, stampOf } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { invalidCredential } from './ceremony-errors.js';
import { acrOf, amrOf } from './sign-in-facts.js';

/**
 * Creates a session for the user of a verified passkey. `user` was read before the verification. If another request has
 * removed the passkey since, that request may have run too early to end the session. The session is therefore ended
 * here.
 */
export async function signInByPasskey(
  deps: Deps,
  user: User,
  passkey: Passkey,
  present: ActiveSession | undefined,
  caller: Caller,
): Promise<{ session: Session; cookie: string }> {
  const authentication = { user, ...stampOf(passkey), amr: amrOf(passkey), acr: acrOf(passkey) };
  const signedIn = await signIn(deps, authentication, present, caller);
  const current = await deps.store.users.find(user.id);
  if (current !== undefined && hasPasskey(current, stampOf(passkey))) return signedIn;
  await endSession(deps, signedIn.session);
  throw invalidCredential('passkey was removed');
}
