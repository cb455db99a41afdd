import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DESCRIBED_ENTRIES, isOptionalField } from '../admin/users/profile-fields.js';
import { profileOf } from '../admin/users/user-profile.js';
import type { User } from '../model/people/user.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { declareFields } from './value-fields.js';

@Permission('users:read')
@ObjectType('User', { description: 'A person who signs in.' })
export class UserObject {
  @Field(() => ID, {
    description: 'The id, which is never reused. It is the `sub` of tokens, except for PAIRWISE clients.',
  })
  id!: string;

  @Field(() => Boolean, {
    description: 'Whether the user may sign in. Disabling a user ends their sessions, grants and enrolment links.',
  })
  enabled!: boolean;

  @Field(() => Int, { description: 'The number of recovery codes that the user has not used yet.' })
  recoveryCodesLeft!: number;

  @Field(() => DateTime, { description: 'When the user was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the user was last changed.' })
  updatedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the user last signed in.' })
  lastSignInAt!: Date | null;

  /** For resolvers; not a field of the schema. */
  record!: User;
}

declareFields(
  UserObject,
  DESCRIBED_ENTRIES.map(([name, field]) => [name, { ...field, nullable: isOptionalField(name) }]),
);

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
