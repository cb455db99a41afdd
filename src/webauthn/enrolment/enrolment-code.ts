import { equalInConstantTime, parseHandle, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import { enrolmentInvalid } from '../ceremony/ceremony-errors.js';
import { hasNoOwner } from '../passkeys/owners.js';

/**
 * Finds the link of a code from a URL, if it is still valid.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function openEnrolmentLink(deps: Deps, code: string): Promise<EnrolmentLink> {
  const handle = parseHandle(code);
  const link = handle && (await deps.store.enrolmentLinks.find(handle.id));
  if (handle === undefined || link === undefined) throw enrolmentInvalid('unknown link');
  if (!equalInConstantTime(link.secretHash, sha256(handle.secret))) throw enrolmentInvalid('secret of the link');
  await checkLinkValid(deps, link);
  return link;
}

/** Finds a link whose code was checked when the ceremony began, if it is still valid. */
export async function findEnrolmentLink(deps: Deps, id: string): Promise<EnrolmentLink> {
  const link = await deps.store.enrolmentLinks.find(id);
  if (link === undefined) throw enrolmentInvalid('unknown link');
  await checkLinkValid(deps, link);
  return link;
}

async function checkLinkValid(deps: Deps, link: EnrolmentLink): Promise<void> {
  if (link.usedAt !== undefined) throw enrolmentInvalid('used link');
  if (hasPassed(link.expiresAt, deps.clock.now())) throw enrolmentInvalid('expired link');
  if (link.firstOwner && !(await hasNoOwner(deps))) throw enrolmentInvalid('server has an owner');
}

/**
 * A link works only for its user, while they are enabled, and only until their role changes or a newer link, recovery or
 * administrator invalidates it (`enrolmentEpoch`). The first owner's link creates its user.
 */
export function isLinkGoodFor(link: EnrolmentLink, user: User): boolean {
  return (
    user.id === link.userId &&
    user.enabled &&
    user.enrolmentEpoch === link.enrolmentEpoch &&
    user.adminRole === (link.firstOwner ? 'OWNER' : link.adminRole)
  );
}
