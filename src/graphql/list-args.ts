import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { ACCESS_POLICY, GRANT_TYPE, INTEGRATION } from '../admin/clients/settings/client-choices.js';
import { ADMIN_ROLE } from '../admin/users/profile-fields.js';
import type { AccessPolicy, GrantType, Integration } from '../model/clients/client.js';
import type { ClientOrder, NameOrder } from '../model/clients/client-list.js';
import type { AdminRole } from '../model/people/user.js';
import type { UserOrder } from '../model/people/user-list.js';
import type { UserStatus } from '../model/people/user-status.js';
import { DateTime } from './date-time.js';
import { defineEnum, enumOf } from './enum-define.js';
import { SearchArgs } from './page-args.js';
import { UserStatusEnum } from './user-object.js';

const UserOrderEnum = defineEnum<UserOrder>('UserOrder', 'The order of a list of users.', {
  NEWEST_FIRST: ['NEWEST_FIRST', 'The newest account first.'],
  USERNAME: ['USERNAME', 'By username, without case.'],
  LAST_SIGN_IN: [
    'LAST_SIGN_IN',
    'The latest sign-in first. Users who have never signed in come last. Read the list backwards for those who have not signed in for the longest time.',
  ],
});

const NAME_ORDER = {
  NEWEST_FIRST: ['NEWEST_FIRST', 'The newest one first.'],
  NAME: ['NAME', 'By name, without case.'],
} as const;
const ClientOrderEnum = defineEnum<ClientOrder>('ClientOrder', 'The order of a list of clients.', {
  ...NAME_ORDER,
  LAST_USED: [
    'LAST_USED',
    'The latest use first, as in `lastUsedAt`. Clients that have never been used come last. Read the list backwards for those that have not been used for the longest time.',
  ],
});
const GroupOrderEnum = defineEnum<NameOrder>('GroupOrder', 'The order of a list of groups.', NAME_ORDER);

@InputType('UserFilter', { description: 'Conditions that a listed user must meet. All of them must hold.' })
class UserFilterObject {
  @Field(() => [UserStatusEnum], {
    nullable: true,
    description: 'Lists only users whose account has one of these states.',
  })
  statuses?: UserStatus[] | null;

  @Field(() => [enumOf(ADMIN_ROLE)], {
    nullable: true,
    description: 'Lists only users with one of these administration roles.',
  })
  adminRoles?: AdminRole[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Lists only users with a passkey, or only users without one.' })
  hasPasskeys?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Lists only users whose e-mail address is verified, or only the others.',
  })
  emailVerified?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'If true, lists only users who have never signed in. If false, has no effect.',
  })
  neverSignedIn?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Lists only users whose last sign-in was before this time. The list then has the order LAST_SIGN_IN. Users who have never signed in are not listed.',
  })
  lastSignInBefore?: Date | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Lists only members of the group with this id: by default, the user who joined last comes first. An unknown id gives an empty list. Needs the permission groups:read too.',
  })
  groupId?: string | null;
}

@InputType('ClientFilter', { description: 'Conditions that a listed client must meet. All of them must hold.' })
class ClientFilterObject {
  @Field(() => ID, { nullable: true, description: 'Lists only clients of the issuer with this id.' })
  issuerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Lists only enabled clients, or only disabled clients.' })
  enabled?: boolean | null;

  @Field(() => enumOf(INTEGRATION), { nullable: true, description: 'Lists only clients with this integration.' })
  integration?: Integration | null;

  @Field(() => enumOf(GRANT_TYPE), { nullable: true, description: 'Lists only clients that may use this grant type.' })
  grantType?: GrantType | null;

  @Field(() => enumOf(ACCESS_POLICY), { nullable: true, description: 'Lists only clients with this access policy.' })
  accessPolicy?: AccessPolicy | null;
}

const ORDER =
  'The order of the list. Default: the newest first, and for a search that finds more than 200 entries the order of the words that match.';

@ArgsType()
export class UserListArgs extends SearchArgs {
  @Field(() => UserFilterObject, { nullable: true, description: 'Which users are listed. By default, all.' })
  filter?: UserFilterObject | null;

  @Field(() => UserOrderEnum, { nullable: true, description: ORDER })
  order?: UserOrder | null;
}

@ArgsType()
export class ClientListArgs extends SearchArgs {
  @Field(() => ClientFilterObject, { nullable: true, description: 'Which clients are listed. By default, all.' })
  filter?: ClientFilterObject | null;

  @Field(() => ClientOrderEnum, { nullable: true, description: ORDER })
  order?: ClientOrder | null;
}

@ArgsType()
export class GroupListArgs extends SearchArgs {
  @Field(() => GroupOrderEnum, { nullable: true, description: ORDER })
  order?: NameOrder | null;
}
