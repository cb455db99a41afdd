import { everyPage } from '../../model/every-record.js';
import type { Invitation } from '../../model/passkeys/invitation.js';
import { isInvitationUsable } from '../../webauthn/invitations/invitation-code.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { changesMaker } from './ended-links.js';
import { recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the invitations with which people can create accounts now and not after the change. */
export function endedInvitations(situation: Situation): EndedOf<Invitation> {
  const { before, after } = situation;
  return countEnded(situation, candidates(situation), async (batch) => {
    const later = recordsAfter(situation, 'invitations', batch);
    const [usable, staying] = await Promise.all([
      Promise.all(batch.map((invitation) => isInvitationUsable(before, invitation))),
      Promise.all(later.map((invitation) => invitation !== undefined && isInvitationUsable(after, invitation))),
    ]);
    return batch.filter((_, index) => usable[index] && !staying[index]);
  });
}

async function* candidates(situation: Situation): AsyncGenerator<readonly Invitation[]> {
  const { store, clock } = situation.before;
  yield recordsBefore(situation, 'invitations');
  if (changesMaker(situation)) yield* everyPage((request) => store.invitations.page(request, clock.now()));
}
