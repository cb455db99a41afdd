import { before } from '../../../model/conditions.js';
import type { User } from '../../../model/people/user.js';
import type { UserFilter, UserList, UserOrder } from '../../../model/people/user-list.js';
import { userStatus } from '../../../model/people/user-status.js';
import { conditionOn, type ListCondition, type ListQuery, oneOf } from '../../lists/list-query.js';
import type { SortField } from '../../lists/order-path.js';

const BY_USERNAME: SortField<User> = {
  name: 'username',
  field: 'usernameKey',
  direction: 'asc',
  isUnique: true,
  readValue: (user) => user.usernameKey,
  toValue: (text) => text,
  least: '',
};

const BY_SIGN_IN: SortField<User> = {
  name: 'sign-in',
  field: 'lastSignInAt',
  direction: 'desc',
  isOptional: true,
  readValue: (user) => user.lastSignInAt,
  toValue: (text) => new Date(text),
  least: new Date(0),
};

const SORTS: Readonly<Record<UserOrder, SortField<User> | undefined>> = {
  NEWEST_FIRST: undefined,
  USERNAME: BY_USERNAME,
  LAST_SIGN_IN: BY_SIGN_IN,
};

/** Translates a list of users into conditions and an order that have an index. */
export function userQuery({ search, filter = {}, order }: UserList): ListQuery<User> {
  const { lastSignInBefore: time } = filter;
  const conditions = conditionsOf(filter);
  if (time === undefined) return { search, conditions, sort: order && SORTS[order], isSorted: order !== undefined };
  const range: ListCondition<User> = {
    alternatives: [{ lastSignInAt: before(time) }],
    matches: ({ lastSignInAt }) => lastSignInAt !== undefined && lastSignInAt < time,
  };
  return { search, conditions: [...conditions, range], sort: { ...BY_SIGN_IN, below: time, range }, isSorted: true };
}

/** Conditions that few users satisfy come first, because a list is read along the first one. */
function conditionsOf(filter: UserFilter): ListCondition<User>[] {
  return [
    ...conditionOn(
      filter.neverSignedIn === true ? null : undefined,
      'lastSignInAt',
      (user: User) => user.lastSignInAt ?? null,
    ),
    ...oneOf(filter.adminRoles, 'adminRole', (user: User) => user.adminRole),
    ...oneOf(filter.statuses, 'statusKey', userStatus),
    ...conditionOn(yesOrNo(filter.hasPasskeys), 'hasPasskeys', (user: User) => yesOrNo(user.passkeyIds.length > 0)),
    ...conditionOn(filter.emailVerified, 'email_verified', (user: User) => user.email_verified),
  ];
}

function yesOrNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'YES' : 'NO';
}
