import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { profileOf, type UserProfile } from '../admin/users/user-profile.js';
import type { User } from '../model/people/user.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { AdminRoleEnum } from './user-enums.js';
import { shown, shownOrNull } from './user-texts.js';

@Permission('users:read')
@ObjectType('User', { description: 'A person who signs in.' })
export class UserObject implements UserProfile {
  @Field(() => ID, {
    description: 'Made by the server and never used again: the subject of tokens, but for PAIRWISE clients.',
  })
  id!: string;

  @Field(() => String, shown('username'))
  username!: string;

  @Field(() => String, shownOrNull('name'))
  name!: UserProfile['name'];

  @Field(() => String, shownOrNull('givenName'))
  givenName!: UserProfile['givenName'];

  @Field(() => String, shownOrNull('familyName'))
  familyName!: UserProfile['familyName'];

  @Field(() => String, shownOrNull('picture'))
  picture!: UserProfile['picture'];

  @Field(() => String, shownOrNull('email'))
  email!: UserProfile['email'];

  @Field(() => Boolean, shown('emailVerified'))
  emailVerified!: boolean;

  @Field(() => String, shownOrNull('phoneNumber'))
  phoneNumber!: UserProfile['phoneNumber'];

  @Field(() => Boolean, shown('phoneNumberVerified'))
  phoneNumberVerified!: boolean;

  @Field(() => String, shownOrNull('locale'))
  locale!: UserProfile['locale'];

  @Field(() => String, shownOrNull('zoneinfo'))
  zoneinfo!: UserProfile['zoneinfo'];

  @Field(() => GraphQLJSONObject, shown('claims'))
  claims!: UserProfile['claims'];

  @Field(() => Boolean, { description: 'Whether they may sign in. Disabling ends their sessions and grants.' })
  enabled!: boolean;

  @Field(() => AdminRoleEnum, shownOrNull('adminRole'))
  adminRole!: UserProfile['adminRole'];

  @Field(() => Int, { description: 'How many recovery codes they have not used yet.' })
  recoveryCodesLeft!: number;

  @Field(() => DateTime, { description: 'When they were made.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When they were last changed.' })
  updatedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When they last signed in.' })
  lastSignInAt!: Date | null;

  /** Of whom, for what hangs on them; no field. */
  record!: User;
}

export function userObject(user: User): UserObject {
  return {
    ...profileOf(user),
    id: user.id,
    enabled: user.enabled,
    recoveryCodesLeft: user.recoveryCodeHashes.length,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    lastSignInAt: user.lastSignInAt ?? null,
    record: user,
  };
}
