import { signOutUser } from '../access/sessions/sign-out.js';
import type { Caller, Deps } from '../model/deps.js';
import { findSignedIn } from './signed-in.js';
import type { SiteOrigin } from './site.js';

/**
 * Ends the session of the user who is signed in at the host. It ends everywhere: if it went on, the next request would
 * sign the user in again without a question.
 */
export async function signOutOfSite(
  deps: Deps,
  origin: SiteOrigin,
  cookie: string | undefined,
  caller: Caller,
): Promise<void> {
  const signedIn = await findSignedIn(deps, origin, cookie);
  if (signedIn === undefined) return;
  const { live, session } = signedIn;
  await signOutUser(deps, { user: live.user, session }, caller, live.client.id);
}
