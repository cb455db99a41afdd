import { handleText, newSecret, sha256 } from '../../src/keys/secrets.js';
import { accountMark } from '../../src/mail/verification-mail.js';
import type { Deps } from '../../src/model/deps.js';
import { secondsAfter } from '../../src/model/time.js';

/** Gives a user an address that is not verified, and returns the path of the link that would be in the mail. */
export async function storeVerificationLink(deps: Deps, username: string, email: string): Promise<string> {
  const user = await deps.store.users.findByUsername(username);
  if (user === undefined) throw new Error(`No user has the username ${username}.`);
  const secret = newSecret(deps.random);
  const expiresAt = secondsAfter(deps.clock.now(), 86_400).getTime();
  const emailVerification = { secretHash: sha256(secret), email, expiresAt };
  await deps.store.users.update(user, { email, email_verified: false, emailVerification });
  return `/verify-email/${handleText({ id: accountMark(user.id), secret })}`;
}
