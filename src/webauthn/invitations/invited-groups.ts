import { makeMembership } from '../../access/administration/make-membership.js';
import { type Change, check, insertion } from '../../model/change-set.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import { type Group, membershipKey } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import { findGivenGroups } from './invitation-code.js';
import { hasInvitedEmail } from './invited-email.js';

/** What a user gets from an invitation who had to wait for its groups. */
export interface InvitedGroups {
  /** The memberships, and the checks that the invitation may still give them. */
  readonly changes: readonly Change[];
  /** The change of the record of the user, who waits no longer. */
  readonly userChanges: { readonly awaitsGroups: undefined };
  /** Empty if the invitation was revoked or deleted, or its maker may not give the groups any more. */
  readonly groupIds: readonly string[];
  readonly events: readonly Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'detail'>[];
}

/**
 * Plans that a user joins the groups of the invitation, once nothing is missing: the account is approved, and has a
 * verified address of the domain of the invitation. `user` is the user after the change that may complete this. Returns
 * `undefined` if the user does not wait for groups, or has to wait longer.
 */
export async function planInvitedGroups(deps: Deps, user: User): Promise<InvitedGroups | undefined> {
  if (user.awaitsGroups === undefined || user.awaitsApproval !== undefined) return undefined;
  const found = await deps.store.invitations.find(user.invitationId ?? '');
  const invitation = found !== undefined && !hasPassed(found.keptUntil, deps.clock.now()) ? found : undefined;
  if (invitation !== undefined && !hasInvitedEmail(invitation, user)) return undefined;
  const given = invitation && (await findGivenGroups(deps, invitation));
  const userChanges = { awaitsGroups: undefined };
  if (invitation === undefined || given === undefined) return { changes: [], userChanges, groupIds: [], events: [] };
  const isMissing = await Promise.all(
    given.groups.map(async (group) => {
      const membership = await deps.store.memberships.findByKey(membershipKey(group, user.id));
      return membership === undefined;
    }),
  );
  const groups = given.groups.filter((_, index) => isMissing[index]);
  return {
    changes: [
      check('invitations', { id: invitation.id }),
      ...given.makerUnchanged,
      ...joinGroups(deps, groups, user.id),
    ],
    userChanges,
    groupIds: given.groups.map(({ id }) => id),
    events: groups.map((group) => joined(group.id, user.id)),
  };
}

/** Returns the changes with which a user joins groups that must still exist. */
export function joinGroups(deps: Deps, groups: readonly Group[], userId: string): Change[] {
  return groups.flatMap((group) => [
    check('groups', { id: group.id, generation: group.generation }),
    insertion('memberships', makeMembership(deps, group, userId)),
  ]);
}

/** The event that a user joined a group. */
export function joined(groupId: string, userId: string) {
  const detail = { addedMemberIds: [userId], removedMemberIds: [] };
  return { type: 'UPDATED', resource: 'group', resourceId: groupId, detail } as const;
}
