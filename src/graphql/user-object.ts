import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DESCRIBED_ENTRIES, isOptionalField } from '../admin/users/profile-fields.js';
import { profileOf } from '../admin/users/user-profile.js';
import type { User, UserOrigin } from '../model/people/user.js';
import { type UserStatus, userStatus } from '../model/people/user-status.js';
import { DateTime } from './date-time.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';
import { declareFields } from './value-fields.js';

const UserOriginEnum = defineEnum<UserOrigin>('UserOrigin', 'How the account of a user was created.', {
  ADMINISTRATION: ['ADMINISTRATION', 'An administrator or a command created the account.'],
  IMPORT: [
    'IMPORT',
    'An administrator created the account with a subject that another identity provider had given to the user.',
  ],
  REGISTRATION: ['REGISTRATION', 'The user registered at an application and chose the username.'],
  INVITATION: ['INVITATION', 'The user created the account with an invitation and chose the username.'],
  FIRST_OWNER: ['FIRST_OWNER', 'The user is the first owner of the server, and used the link that the server printed.'],
});

export const UserStatusEnum = defineEnum<UserStatus>(
  'UserStatus',
  'The state of an account. If several apply, a user has the first one in this order: AWAITS_APPROVAL, DISABLED, DELETION_PLANNED, NO_PASSKEY, ACTIVE.',
  {
    AWAITS_APPROVAL: ['AWAITS_APPROVAL', 'The user was invited and waits until an administrator decides.'],
    DISABLED: ['DISABLED', 'An administrator disabled the account.'],
    DELETION_PLANNED: ['DELETION_PLANNED', 'The user asked for the deletion of the account, and can still sign in.'],
    NO_PASSKEY: ['NO_PASSKEY', 'The user has no passkey, and needs an enrolment link or a recovery code to sign in.'],
    ACTIVE: ['ACTIVE', 'The user can sign in.'],
  },
);

@Permission('users:read')
@ObjectType('User', { description: 'A person who can sign in.' })
export class UserObject {
  @Field(() => ID, {
    description:
      'The id of the user, which the server never uses for another user or client. Tokens contain this id as `sub`, except tokens for PAIRWISE clients.',
  })
  id!: string;

  @Field(() => Boolean, {
    description:
      'Whether the user can sign in. When a user is disabled, their sessions, grants, API keys and enrolment links end.',
  })
  enabled!: boolean;

  @Field(() => UserStatusEnum, { description: 'The state of the account in one word.' })
  status!: UserStatus;

  @Field(() => UserOriginEnum, {
    nullable: true,
    description: 'How the account was created. Null for accounts from before version 0.2.',
  })
  origin!: UserOrigin | null;

  @Field(() => Boolean, {
    description:
      'Whether the user was invited and waits until an administrator decides with `approveUser` or `rejectUser`. `enabled` is false then.',
  })
  awaitsApproval!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether the user joins the groups of the invitation later: when the account is approved and has a verified address of the domain of the invitation.',
  })
  awaitsGroups!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the account will be deleted, because its user asked for it. Null if it stays. It also stays while `accountDeletion` of the server settings is off.',
  })
  deletionAt!: Date | null;

  @Field(() => Int, { description: 'How many passkeys the user has.' })
  passkeyCount!: number;

  @Field(() => Int, { description: 'How many recovery codes of the user have not been used yet.' })
  recoveryCodesLeft!: number;

  @Field(() => DateTime, { description: 'When the account of the user was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the account of the user was last changed.' })
  updatedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the user last signed in. Null if the user has never signed in.',
  })
  lastSignInAt!: Date | null;

  /**
   * The stored user. This field is not in the GraphQL schema, but resolvers need the stored user to find records that
   * belong to it.
   */
  record!: User;
}

declareFields(
  UserObject,
  'output',
  DESCRIBED_ENTRIES.map(([name, field]) => [name, { ...field, nullable: isOptionalField(name) }]),
);

export function userObject(user: User): UserObject {
  return {
    ...profileOf(user),
    id: user.id,
    enabled: user.enabled,
    status: userStatus(user),
    origin: user.origin ?? null,
    awaitsApproval: user.awaitsApproval ?? false,
    awaitsGroups: user.awaitsGroups ?? false,
    deletionAt: user.deletionAt ?? null,
    passkeyCount: user.passkeyIds.length,
    recoveryCodesLeft: user.recoveryCodeHashes.length,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    lastSignInAt: user.lastSignInAt ?? null,
    record: user,
  };
}
