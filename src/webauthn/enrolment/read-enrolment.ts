import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { enrolmentInvalid } from '../ceremony/refusal.js';
import { isLinkGoodFor, openEnrolmentLink } from './enrolment-code.js';

/**
 * For whom a link is, before anything is done with it; `undefined` for the first owner, whom it will make.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function readEnrolment(deps: Deps, code: string): Promise<User | undefined> {
  const link = await openEnrolmentLink(deps, code);
  const user = await deps.store.users.find(link.userId);
  if (user === undefined && link.firstOwner) return undefined;
  if (user === undefined) throw enrolmentInvalid('user is gone');
  if (!isLinkGoodFor(link, user)) throw enrolmentInvalid('user is not what they were');
  return user;
}
