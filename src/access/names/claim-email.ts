import type { Change } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { claimName } from './claim-username.js';
import { mailboxOf, spellingsOf } from './mailbox.js';

/**
 * Returns the changes for the change set that verifies an e-mail address of a user. Returns `undefined` if the setting
 * `uniqueEmails` is on and another user has verified the same address. Of two change sets that verify one address, the
 * second fails; plan it again with `commitPlan`. `ownId` is the id of the user, if the user exists.
 */
export async function claimVerifiedEmail(
  deps: Pick<Deps, 'store' | 'clock' | 'config'>,
  email: string,
  ownId?: string,
): Promise<Change[] | undefined> {
  if (!deps.config.uniqueEmails) return [];
  const mailbox = mailboxOf(email);
  const claim = await claimName(deps, ['verified e-mail address', mailbox], async () => {
    const users = await deps.store.users.findByVerifiedEmail(spellingsOf(email));
    return users.some((user) => user.id !== ownId && mailboxOf(user.email ?? '') === mailbox);
  });
  return claim && [claim];
}
