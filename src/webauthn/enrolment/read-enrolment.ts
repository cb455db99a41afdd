import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { enrolmentInvalid } from '../ceremony/ceremony-errors.js';
import { isLinkGoodFor, openEnrolmentLink } from './enrolment-code.js';

/**
 * Finds the user of an enrolment link without using up the link. Returns `undefined` for the first owner, who does not
 * exist yet.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function readEnrolment(deps: Deps, code: string): Promise<User | undefined> {
  const link = await openEnrolmentLink(deps, code);
  const user = await deps.store.users.find(link.userId);
  if (user === undefined && link.firstOwner) return undefined;
  if (user === undefined) throw enrolmentInvalid('user was deleted');
  if (!isLinkGoodFor(link, user)) throw enrolmentInvalid('user has changed');
  return user;
}
