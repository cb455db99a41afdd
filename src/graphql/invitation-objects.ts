import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { IssuedInvitation } from '../admin/invitations/invitation-create.js';
import { qrCodeOf } from '../admin/qr-code.js';
import type { Deps } from '../model/deps.js';
import { type Invitation, type InvitationState, invitationState } from '../model/passkeys/invitation.js';
import { DateTime } from './date-time.js';
import { defineEnum } from './enum-define.js';
import { MakerObject, makerObject } from './maker-objects.js';
import { Permission } from './permission-guard.js';

const InvitationStateEnum = defineEnum<InvitationState>('InvitationState', 'Whether an invitation still works.', {
  OPEN: ['OPEN', 'More accounts can be created with the invitation.'],
  USED_UP: [
    'USED_UP',
    'As many accounts were created as the invitation permits. Their users still get its groups when they are approved or verify their address.',
  ],
  EXPIRED: [
    'EXPIRED',
    'No more accounts can be created. Users who wait for approval or verify their address still get its groups, until 30 days after it expired. To end this, revoke it.',
  ],
});

@Permission('users:read')
@ObjectType('Invitation', {
  description:
    'A link with which people create accounts of their own. The link stops working if its maker may no longer make it, for example because the maker was disabled or a group got access to a stronger client.',
})
export class InvitationObject {
  @Field(() => ID, { description: 'The id of the invitation.' })
  id!: string;

  record!: Invitation;

  @Field(() => String, {
    nullable: true,
    description: 'What the invitation is for. Only administrators see this name.',
  })
  name!: string | null;

  @Field(() => [ID], { description: 'The ids of the groups that the new users join. A deleted group is left out.' })
  groupIds!: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'The domain of which the new users must have an e-mail address. They join the groups once the address is verified. Null if they need no address.',
  })
  emailDomain!: string | null;

  @Field(() => Boolean, { description: 'Whether the new users have to enter an e-mail address. It is not verified.' })
  askEmail!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the new users wait, without access, until an administrator approves them.',
  })
  requiresApproval!: boolean;

  @Field(() => Int, { description: 'How many accounts can be created with the invitation.' })
  maxUses!: number;

  @Field(() => Int, { description: 'How many accounts were created with the invitation.' })
  uses!: number;

  @Field(() => MakerObject, { description: 'Who made the invitation.' })
  maker!: MakerObject;

  @Field(() => InvitationStateEnum, {
    description: 'Whether the invitation still works, unless its maker may no longer make it.',
  })
  state!: InvitationState;

  @Field(() => DateTime, { description: 'When the invitation was made.' })
  createdAt!: Date;

  @Field(() => DateTime, {
    description:
      'When the invitation expires. For 30 days more, it gives its groups to users who wait for approval or verify their address.',
  })
  expiresAt!: Date;
}

export function invitationObject({ clock }: Pick<Deps, 'clock'>, invitation: Invitation): InvitationObject {
  const { groups, maker } = invitation;
  return {
    id: invitation.id,
    record: invitation,
    name: invitation.name ?? null,
    groupIds: groups.map(({ id }) => id),
    emailDomain: invitation.emailDomain ?? null,
    askEmail: invitation.askEmail ?? false,
    requiresApproval: invitation.requiresApproval ?? false,
    maxUses: invitation.maxUses,
    uses: invitation.uses,
    maker: makerObject(maker),
    state: invitationState(invitation, clock.now()),
    createdAt: invitation.createdAt,
    expiresAt: invitation.expiresAt,
  };
}

@InputType('CreateInvitationInput', {
  description: 'For whom, how often, how long and for which groups an invitation works.',
})
export class CreateInvitationInputObject {
  @Field(() => String, {
    nullable: true,
    description: 'What the invitation is for, at most 200 characters. Only administrators see this name.',
  })
  name?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The ids of the groups that the new users join, at most 20. Default: none.',
  })
  groupIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The domain of which the new users must have an e-mail address, such as `example.com`. Its subdomains are other domains. The users join the groups once the address is verified, which needs a mail server. Default: the users need no address.',
  })
  emailDomain?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the new users have to enter an e-mail address. The address is not verified. If the server sends mails, a new user gets a link with which they verify it. Do not set it if an application finds accounts by e-mail address without looking at `email_verified`: a new user can enter the address of another person. Default: false.',
  })
  askEmail?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the new users wait until an administrator approves them with `approveUser`. Until then, they cannot sign in and are in no group. Default: false.',
  })
  requiresApproval?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many accounts can be created with the invitation, from 1 to 1000. Default: 1.',
  })
  maxUses?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The lifetime of the invitation in seconds, from 1 to 7776000 (90 days). Default: 604800 (a week).',
  })
  lifetime?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The e-mail address to which the server sends the link. The mail does not contain the name of the invitation. Default: the link is not sent.',
  })
  recipient?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language of the mail as a BCP 47 language tag, such as `de`. Default: English.',
  })
  language?: string | null;
}

@Permission('any caller')
@ObjectType('CreateInvitationPayload', { description: 'The result of `createInvitation`.' })
export class CreateInvitationPayload {
  @Field(() => InvitationObject, { description: 'The new invitation.' })
  invitation!: InvitationObject;

  @Field(() => String, {
    description:
      'The URL of the invitation. Everyone who has it can create an account. The server never shows it again.',
  })
  url!: string;

  @Field(() => String, { description: 'An SVG image of a QR code that contains the URL, for people with a phone.' })
  qrCode!: string;
}

export function createInvitationPayload(
  deps: Pick<Deps, 'clock'>,
  { invitation, url }: IssuedInvitation,
): CreateInvitationPayload {
  return { invitation: invitationObject(deps, invitation), url, qrCode: qrCodeOf(url) };
}

@InputType('RevokeInvitationInput', { description: 'Which invitation to revoke.' })
export class RevokeInvitationInputObject {
  @Field(() => ID, { description: 'The id of the invitation to revoke.' })
  id!: string;
}

@InputType('ApproveUserInput', { description: 'Which user to approve.' })
export class ApproveUserInputObject {
  @Field(() => ID, { description: 'The id of a user who waits for approval.' })
  id!: string;
}

@InputType('RejectUserInput', { description: 'Which user to reject.' })
export class RejectUserInputObject {
  @Field(() => ID, { description: 'The id of a user who waits for approval.' })
  id!: string;
}
