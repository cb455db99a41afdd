import { permissionsOfClient, permissionsOfUser } from '../../access/administration/admin-permissions.js';
import type { Deps } from '../../model/deps.js';
import { everyPage } from '../../model/every-record.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import { isLinkUsable } from '../../webauthn/enrolment/enrolment-code.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the enrolment links that can be used now and not after the change. */
export function endedLinks(situation: Situation): EndedOf<EnrolmentLink> {
  const { before, after } = situation;
  return countEnded(situation, candidates(situation), async (batch) => {
    const later = recordsAfter(situation, 'enrolmentLinks', batch);
    const userIds = batch.map(({ userId }) => userId);
    await Promise.all([before.store.users.findMany(userIds), after.store.users.findMany(userIds)]);
    const [usable, staying] = await Promise.all([
      Promise.all(batch.map((link) => isUsable(before, link))),
      Promise.all(later.map((link) => isUsable(after, link))),
    ]);
    return batch.filter((_, index) => usable[index] && !staying[index]);
  });
}

async function isUsable(deps: Deps, link: EnrolmentLink | undefined): Promise<boolean> {
  const user = link === undefined ? undefined : await deps.store.users.find(link.userId);
  return link !== undefined && isLinkUsable(deps, link, user);
}

async function* candidates(situation: Situation): AsyncGenerator<readonly EnrolmentLink[]> {
  const { store, clock } = situation.before;
  const now = clock.now();
  yield recordsBefore(situation, 'enrolmentLinks');
  for (const { id } of recordsBefore(situation, 'users')) yield store.enrolmentLinks.pendingOfUser(id, now);
  if (changesMaker(situation)) yield* everyPage((request) => store.enrolmentLinks.pagePending(request, now));
}

/** Whether the change concerns a user, client or API key that can have made links for others. */
export function changesMaker(situation: Situation): boolean {
  return (
    recordsBefore(situation, 'apiKeys').length > 0 ||
    recordsBefore(situation, 'users').some((user) => permissionsOfUser(user).length > 0) ||
    recordsBefore(situation, 'clients').some((client) => permissionsOfClient(client).length > 0) ||
    situation.after.config.administratorMinimum > situation.before.config.administratorMinimum
  );
}
