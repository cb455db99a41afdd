import { equalInConstantTime, parseHandle, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import { enrolmentInvalid } from '../ceremony/refusal.js';
import { hasNoOwner } from '../passkeys/owners.js';

/**
 * The link that a code opens, if its holder may still register a passkey with it.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function openEnrolmentLink(deps: Deps, code: string): Promise<EnrolmentLink> {
  const handle = parseHandle(code);
  const link = handle && (await deps.store.enrolmentLinks.find(handle.id));
  if (handle === undefined || link === undefined) throw enrolmentInvalid('unknown link');
  if (!equalInConstantTime(link.secretHash, sha256(handle.secret))) throw enrolmentInvalid('secret of the link');
  return verifyLinkGood(deps, link);
}

/** A link that was opened before, if it is still good. */
export async function findEnrolmentLink(deps: Deps, id: string): Promise<EnrolmentLink> {
  const link = await deps.store.enrolmentLinks.find(id);
  if (link === undefined) throw enrolmentInvalid('unknown link');
  return verifyLinkGood(deps, link);
}

async function verifyLinkGood(deps: Deps, link: EnrolmentLink): Promise<EnrolmentLink> {
  if (link.usedAt !== undefined) throw enrolmentInvalid('used link');
  if (hasPassed(link.expiresAt, deps.clock.now())) throw enrolmentInvalid('expired link');
  if (link.firstOwner && !(await hasNoOwner(deps))) throw enrolmentInvalid('there is an owner');
  return link;
}

/**
 * A link is good for its user while they are enabled, and what they were when it was made. The first owner's user
 * is made by the link.
 */
export function isLinkGoodFor(link: EnrolmentLink, user: User): boolean {
  return (
    user.id === link.userId &&
    user.enabled &&
    user.enrolmentEpoch === link.enrolmentEpoch &&
    user.adminRole === (link.firstOwner ? 'OWNER' : link.adminRole)
  );
}
