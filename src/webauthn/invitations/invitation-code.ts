/**
 * This folder lets people who have an invitation create an account. An invitation is checked again at each use: its
 * maker must still be allowed to make it. To understand this folder, read this file first, then `enrol-by-invitation.ts`.
 */
import { hasPermissions } from '../../access/administration/admin-permissions.js';
import { mayAddNewUser } from '../../access/administration/group-permissions.js';
import { makerUnchanged, permissionsOfMaker } from '../../access/administration/maker-permissions.js';
import { equalInConstantTime, readHandle, sha256 } from '../../keys/secrets.js';
import type { Change } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { Invitation } from '../../model/passkeys/invitation.js';
import type { Group } from '../../model/people/group.js';
import { hasPassed } from '../../model/time.js';
import { enrolmentInvalid } from '../ceremony/ceremony-errors.js';
import { withoutGrant } from '../enrolment/enrolment-code.js';

/** What an invitation gives at present. */
export interface GivenGroups {
  /** Those of its groups that still exist. */
  readonly groups: readonly Group[];
  /** The checks that its maker has not changed, for the change set that uses the invitation. */
  readonly makerUnchanged: readonly Change[];
}

/** An invitation that can be used now. */
export interface OpenInvitation extends GivenGroups {
  readonly invitation: Invitation;
}

/**
 * Finds the invitation for the code in a URL.
 *
 * @throws CeremonyError `enrolment_invalid` if the code is wrong or the invitation cannot be used
 */
export async function openInvitation(deps: Deps, code: string): Promise<OpenInvitation> {
  const handle = readHandle(code);
  const invitation = handle && (await deps.store.invitations.find(handle.id));
  if (handle === undefined || invitation === undefined) throw enrolmentInvalid('unknown invitation');
  if (!equalInConstantTime(invitation.secretHash, sha256(handle.secret)))
    throw enrolmentInvalid('secret of the invitation');
  return checked(deps, invitation);
}

/**
 * Finds an invitation by its id. The code was checked when the ceremony began, but the invitation may have become invalid
 * since.
 *
 * @throws CeremonyError `enrolment_invalid`
 */
export async function findInvitation(deps: Deps, id: string): Promise<OpenInvitation> {
  const invitation = await deps.store.invitations.find(id);
  if (invitation === undefined) throw enrolmentInvalid('unknown invitation');
  return checked(deps, invitation);
}

async function checked(deps: Deps, invitation: Invitation): Promise<OpenInvitation> {
  if (invitation.uses >= invitation.maxUses) throw enrolmentInvalid('used invitation');
  if (hasPassed(invitation.expiresAt, deps.clock.now())) throw enrolmentInvalid('expired invitation');
  const given = await findGivenGroups(deps, invitation);
  if (given === undefined) throw enrolmentInvalid('maker of the invitation');
  return { invitation, ...given };
}

/** Whether people can create accounts with the invitation at present. */
export async function isInvitationUsable(deps: Deps, invitation: Invitation): Promise<boolean> {
  if (invitation.uses >= invitation.maxUses || hasPassed(invitation.expiresAt, deps.clock.now())) return false;
  return (await findGivenGroups(deps, invitation)) !== undefined;
}

/** Returns what an invitation gives, or `undefined` if its maker would not be allowed to make it any more. */
export async function findGivenGroups(deps: Deps, invitation: Invitation): Promise<GivenGroups | undefined> {
  const unchanged = await makerUnchanged(deps, invitation.maker);
  const groups = await groupsOf(deps, invitation);
  return (await isInviterAllowed(deps, invitation, groups)) ? { groups, makerUnchanged: unchanged } : undefined;
}

/** Returns the groups of an invitation that still exist. A group that was created again with the same id is not one. */
export async function groupsOf({ store }: Pick<Deps, 'store'>, { groups }: Invitation): Promise<Group[]> {
  const found = await Promise.all(groups.map(({ id }) => store.groups.find(id)));
  return found.filter((group, index) => group?.generation === groups[index]?.generation).filter(isPresent);
}

function isPresent(group: Group | undefined): group is Group {
  return group !== undefined;
}

/**
 * Whether the maker of an invitation would still be allowed to make it: to create users, and to add them to the groups
 * as they are now. An administrator may have joined a group, or the group may have got access to a stronger client.
 */
async function isInviterAllowed(deps: Deps, { maker }: Invitation, groups: readonly Group[]): Promise<boolean> {
  if (maker === undefined) return true;
  const held = await permissionsOfMaker(deps, withoutGrant(maker));
  if (held === undefined || !hasPermissions(held, ['users:write'])) return false;
  for (const group of groups) if (!(await mayAddNewUser(deps, group, held))) return false;
  return true;
}
