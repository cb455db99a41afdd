import { hasPermissions, permissionsOfUser } from '../../access/administration/admin-permissions.js';
import { makerUnchanged, permissionsOfMaker } from '../../access/administration/maker-permissions.js';
import { equalInConstantTime, readHandle, sha256 } from '../../keys/secrets.js';
import { type Change, updateIf } from '../../model/change-set.js';
import { after } from '../../model/conditions.js';
import type { Deps } from '../../model/deps.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import type { Maker } from '../../model/server/maker.js';
import { hasPassed } from '../../model/time.js';
import { enrolmentInvalid } from '../ceremony/ceremony-errors.js';
import { hasNoOwner } from '../passkeys/owners.js';

/**
 * Finds the enrolment link for the code in a URL. Throws if the code is wrong, or if the link was used or has expired.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function openEnrolmentLink(deps: Deps, code: string): Promise<EnrolmentLink> {
  const handle = readHandle(code);
  const link = handle && (await deps.store.enrolmentLinks.find(handle.id));
  if (handle === undefined || link === undefined) throw enrolmentInvalid('unknown link');
  if (!equalInConstantTime(link.secretHash, sha256(handle.secret))) throw enrolmentInvalid('secret of the link');
  await checkLinkValid(deps, link);
  return link;
}

/** An enrolment link that can be used now. */
interface UsableLink {
  readonly link: EnrolmentLink;
  /** The checks that its maker has not changed, for the change set that uses the link. */
  readonly makerUnchanged: readonly Change[];
}

/**
 * Finds an enrolment link by its id. The code was checked when the ceremony began, but the link may have become invalid
 * since.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function findEnrolmentLink(deps: Deps, id: string): Promise<UsableLink> {
  const link = await deps.store.enrolmentLinks.find(id);
  if (link === undefined) throw enrolmentInvalid('unknown link');
  const { maker, userId } = link;
  const unchanged = await makerUnchanged(deps, maker, userId);
  await checkLinkValid(deps, link);
  return { link, makerUnchanged: unchanged };
}

/**
 * Returns the change that marks an enrolment link as used. The change fails if the link was used or revoked in the
 * meantime.
 */
export function linkUse(deps: Deps, id: string): Change {
  const usedAt = deps.clock.now();
  return updateIf('enrolmentLinks', { id, usedAt: null, expiresAt: after(usedAt) }, { usedAt });
}

async function checkLinkValid(deps: Deps, link: EnrolmentLink): Promise<void> {
  if (link.usedAt !== undefined) throw enrolmentInvalid('used link');
  if (hasPassed(link.expiresAt, deps.clock.now())) throw enrolmentInvalid('expired link');
  if (link.firstOwner && !(await hasNoOwner(deps))) throw enrolmentInvalid('server has an owner');
  if (!(await isMakerAllowed(deps, link))) throw enrolmentInvalid('maker of the link');
}

/** Whether `user`, the user of an enrolment link, can use the link at present. */
export async function isLinkUsable(deps: Deps, link: EnrolmentLink, user: User | undefined): Promise<boolean> {
  if (link.usedAt !== undefined || hasPassed(link.expiresAt, deps.clock.now())) return false;
  if (link.firstOwner && !(await hasNoOwner(deps))) return false;
  const isGood = user === undefined ? link.firstOwner : isLinkGoodFor(link, user);
  return isGood && isMakerAllowed(deps, link);
}

/**
 * Whether the maker of an enrolment link, for example an administrator, would still be allowed to create this link. The
 * maker needs the permission to change users, and all permissions of the user's role.
 */
async function isMakerAllowed(deps: Deps, { maker, adminRole }: EnrolmentLink): Promise<boolean> {
  if (maker === undefined) return true;
  const held = await permissionsOfMaker(deps, withoutGrant(maker));
  return held !== undefined && hasPermissions(held, ['users:write', ...permissionsOfUser({ adminRole })]);
}

/**
 * Removes the grant from the maker of a link. The grant ends with the administrator's sign-in, but the user may use the
 * link days later, so the link must not depend on that grant.
 */
export function withoutGrant({ grantId: _, ...maker }: Maker): Maker {
  return maker;
}

/**
 * Whether a user may still use an enrolment link. The user must be enabled, and the role and the `enrolmentEpoch` of
 * the user must be the same as when the link was created. The epoch rises, for example, when the user uses another link
 * or a recovery code. A link that was sent to an address ends with a change of the address, and when it may no longer be
 * sent.
 */
export function isLinkGoodFor(link: EnrolmentLink, user: User): boolean {
  return (
    user.id === link.userId &&
    user.enabled &&
    user.enrolmentEpoch === link.enrolmentEpoch &&
    (link.mailedTo === undefined || (user.email === link.mailedTo && isMailable(user))) &&
    user.adminRole === (link.firstOwner ? 'OWNER' : link.adminRole)
  );
}

/**
 * Whether a link may be sent to the address of a user without a passkey. If the account was in use, the address must be
 * verified, because another person may have entered it with a session of the user. An invited person can have mistyped it,
 * even if the account was not in use because it waited for approval.
 */
export function isMailable({ lastSignInAt, email_verified, origin }: User): boolean {
  return (lastSignInAt === undefined && origin !== 'INVITATION') || email_verified;
}

/**
 * Whether a link may be used in a browser in which `user` is signed in. The link for the first owner creates a new
 * user, so a signed-in user cannot use it.
 */
export function isForUser(link: Pick<EnrolmentLink, 'userId'>, user: Pick<User, 'id'> | undefined): boolean {
  return user === undefined || user.id === link.userId;
}
