/*
 * This folder makes, lists and revokes invitations, with which people create accounts of their own. What happens when an
 * invitation is used is in `webauthn/invitations`. To understand this folder, read this file first.
 */

import { z } from 'zod';
import { emailDomainOf } from '../../access/names/mailbox.js';
import { handleText, newOrderedId, newSecret, newUuid, sha256 } from '../../keys/secrets.js';
import { isEmailAddress, isEmailDomain } from '../../mail/email-address.js';
import { commitPlan } from '../../model/change-record.js';
import { deletion, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Invitation, InvitedGroup } from '../../model/passkeys/invitation.js';
import type { Group } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import { groupsOf } from '../../webauthn/invitations/invitation-code.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverGroup } from '../authorization.js';
import { distinct, givenId, line, notFound, parseInput } from '../input-parser.js';
import { checkLinkMail, sendLink } from '../mails/link-mail.js';
import { NO_MAIL_SERVER } from '../mails/test-mail.js';
import { eventOf } from '../record-change.js';
import { checkJoining } from '../roles/role-guard.js';
import { DESCRIBED_PROFILE } from '../users/profile-fields.js';

const LIFETIME_SECONDS = 604_800;
const MAX_LIFETIME_SECONDS = 7_776_000;
const MAX_USES = 1_000;
const MAX_GROUPS = 20;
/** People can verify their address, and be approved, for 30 days after the invitation has expired. */
const KEPT_SECONDS = 2_592_000;

const createInvitationInput = z.object({
  name: line(200).nullish(),
  groupIds: z.array(givenId).max(MAX_GROUPS, `must have at most ${MAX_GROUPS} entries`).transform(distinct).nullish(),
  maxUses: z.int().min(1, 'must be at least 1').max(MAX_USES, `must be at most ${MAX_USES}`).nullish(),
  lifetime: z
    .int()
    .min(1, 'must be at least 1')
    .max(MAX_LIFETIME_SECONDS, `must be at most ${MAX_LIFETIME_SECONDS}`)
    .nullish(),
  emailDomain: z
    .string()
    .refine(isEmailDomain, 'must be the part of an e-mail address after the @, such as example.com')
    .transform((text) => emailDomainOf(`a@${text}`))
    .nullish(),
  askEmail: z.boolean().nullish(),
  requiresApproval: z.boolean().nullish(),
  recipient: z.string().refine(isEmailAddress, 'must be an e-mail address of at most 254 bytes').nullish(),
  language: DESCRIBED_PROFILE.locale.type.schema.nullish(),
});

/** A new invitation. The URL is shown only once, because only a hash of its code is stored. */
export interface IssuedInvitation {
  readonly invitation: Invitation;
  readonly url: string;
}

/**
 * Makes an invitation. The caller needs the permission to create users and, for groups, to add users to them; both are
 * checked again at each use. If the input has a recipient, the link is also sent by mail. To send it again, make another
 * invitation.
 */
export async function createInvitation(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createInvitationInput>,
): Promise<IssuedInvitation> {
  checkPermission(caller, 'users:write');
  const parsed = parseInput(createInvitationInput, input);
  const { name, emailDomain, askEmail, requiresApproval, maxUses, lifetime, recipient, language } = parsed;
  if (emailDomain != null && deps.config.mail === undefined)
    throw new AdminError('CONFLICT', `${NO_MAIL_SERVER} Without mails, users cannot verify an address.`, 'emailDomain');
  const groups = await groupsToJoin(deps, caller, parsed.groupIds ?? []);
  if (recipient != null) await checkLinkMail(deps, caller, recipient, 'recipient');
  const secret = newSecret(deps.random);
  const createdAt = deps.clock.now();
  const expiresAt = secondsAfter(createdAt, lifetime ?? LIFETIME_SECONDS);
  const isCompletedLater = emailDomain != null || requiresApproval === true;
  const invitation: Invitation = {
    id: newUuid(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    secretHash: sha256(secret),
    ...(name != null && { name }),
    groups,
    ...(emailDomain != null && { emailDomain }),
    ...(askEmail === true && { askEmail }),
    ...(requiresApproval === true && { requiresApproval }),
    maxUses: maxUses ?? 1,
    uses: 0,
    ...(caller.maker !== undefined && { maker: caller.maker }),
    createdAt,
    expiresAt,
    keptUntil: isCompletedLater ? secondsAfter(expiresAt, KEPT_SECONDS) : expiresAt,
  };
  const detail = {
    name: name ?? null,
    groupIds: groups.map(({ id }) => id),
    emailDomain: emailDomain ?? null,
    askEmail: askEmail === true,
    requiresApproval: requiresApproval === true,
    maxUses: invitation.maxUses,
    expiresAt: expiresAt.toISOString(),
    mailed: recipient != null,
  };
  const about = { resource: 'invitation', resourceId: invitation.id, detail };
  const event = eventOf(deps, caller, { type: 'CREATED', ...about });
  const url = `${deps.config.issuer}/invite/${handleText({ id: invitation.id, secret })}`;
  const to =
    recipient == null ? undefined : ({ kind: 'INVITATION', recipient, language: language ?? undefined } as const);
  const mail = to === undefined ? [] : [sendLink(deps, to, { url, expiresAt })];
  if (!(await deps.store.commit([insertion('invitations', invitation), ...mail, event])))
    throw new Error('The invitation could not be stored. This is a bug.');
  return { invitation, url };
}

async function groupsToJoin(deps: Deps, caller: AdminCaller, ids: readonly string[]): Promise<InvitedGroup[]> {
  if (ids.length > 0) checkPermission(caller, 'groups:write');
  const groups: InvitedGroup[] = [];
  for (const [index, id] of ids.entries()) {
    const group = await deps.store.groups.find(id);
    if (group === undefined) throw notFound('group', `groupIds.${index}`);
    await checkInvitedGroup(deps, caller, group, `groupIds.${index}`);
    groups.push({ id, generation: group.generation });
  }
  return groups;
}

/** Throws if the caller may not give a group to new users. */
async function checkInvitedGroup(deps: Deps, caller: AdminCaller, group: Group, field: string): Promise<void> {
  checkPermission(caller, 'groups:write');
  await checkStrengthOverGroup(deps, caller, group, field);
  await checkJoining(deps, caller, group, 'NEW_USER');
}

const revokeInvitationInput = z.object({ id: givenId });

/**
 * Revokes an invitation. Accounts that were created with it stay, but those that wait for its groups do not get them any
 * more. So an invitation that has expired can be revoked as long as it gives groups.
 */
export async function revokeInvitation(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeInvitationInput>,
): Promise<void> {
  checkPermission(caller, 'users:write');
  const { id } = parseInput(revokeInvitationInput, input);
  await commitPlan(deps.store, async () => {
    const invitation = await deps.store.invitations.find(id);
    if (invitation === undefined || hasPassed(invitation.keptUntil, deps.clock.now()))
      throw notFound('invitation', 'id');
    for (const group of await groupsOf(deps, invitation)) await checkStrengthOverGroup(deps, caller, group, 'id');
    const about = { resource: 'invitation', resourceId: id, detail: { uses: invitation.uses } };
    const event = eventOf(deps, caller, { type: 'DELETED', ...about });
    return { changes: [deletion('invitations', invitation), event], result: undefined };
  });
}

/** Throws if the caller may not make the invitation with which the user created the account. */
export async function checkMayInvite(deps: Deps, caller: AdminCaller, { invitationId = '' }: User): Promise<void> {
  const invitation = await deps.store.invitations.find(invitationId);
  const groups = invitation === undefined ? [] : await groupsOf(deps, invitation);
  for (const group of groups) await checkInvitedGroup(deps, caller, group, 'id');
}

/** Whether the caller may make the invitation with which the user created the account. */
export async function mayInvite(deps: Deps, caller: AdminCaller, user: User): Promise<boolean> {
  try {
    await checkMayInvite(deps, caller, user);
    return true;
  } catch (error) {
    if (error instanceof AdminError && error.code === 'FORBIDDEN') return false;
    throw error;
  }
}
