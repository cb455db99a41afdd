import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { CreateUserInput, UpdateUserInput } from '../admin/users/user-input.js';
import { AdminRoleEnum } from './user-enums.js';
import { shown, shownOrNull } from './user-texts.js';

/** Members of a profile that may be left out, when a user is made and when they are changed. */
@InputType()
class UserProfileInput {
  @Field(() => String, shownOrNull('name'))
  name?: string | null;

  @Field(() => String, shownOrNull('givenName'))
  givenName?: string | null;

  @Field(() => String, shownOrNull('familyName'))
  familyName?: string | null;

  @Field(() => String, shownOrNull('picture'))
  picture?: string | null;

  @Field(() => String, shownOrNull('email'))
  email?: string | null;

  @Field(() => Boolean, shownOrNull('emailVerified'))
  emailVerified?: boolean | null;

  @Field(() => String, shownOrNull('phoneNumber'))
  phoneNumber?: string | null;

  @Field(() => Boolean, shownOrNull('phoneNumberVerified'))
  phoneNumberVerified?: boolean | null;

  @Field(() => String, shownOrNull('locale'))
  locale?: string | null;

  @Field(() => String, shownOrNull('zoneinfo'))
  zoneinfo?: string | null;

  @Field(() => GraphQLJSONObject, shownOrNull('claims'))
  claims?: UpdateUserInput['claims'];

  @Field(() => AdminRoleEnum, shownOrNull('adminRole'))
  adminRole?: UpdateUserInput['adminRole'];
}

@InputType('CreateUserInput', { description: 'A new user. Their id is made by the server.' })
export class CreateUserInputObject extends UserProfileInput implements CreateUserInput {
  @Field(() => String, shown('username'))
  username!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Groups that they are in from the start, at most 100. Takes groups:write as well.',
  })
  groupIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: make a link to register their first passkey.' })
  enrolmentLink?: boolean | null;
}

@InputType('UpdateUserInput', { description: 'Changes of a user: what is left out stays, null clears.' })
export class UpdateUserInputObject extends UserProfileInput implements UpdateUserInput {
  @Field(() => ID, { description: 'The user.' })
  id!: string;

  @Field(() => String, shownOrNull('username'))
  username?: string | null;
}

@InputType('SetUserEnabledInput', { description: 'Whether a user may sign in.' })
export class SetUserEnabledInputObject {
  @Field(() => ID, { description: 'The user.' })
  id!: string;

  @Field(() => Boolean, { description: 'False ends their sessions, grants and enrolment links.' })
  enabled!: boolean;
}

@InputType('DeleteUserInput', { description: 'The user who is to go.' })
export class DeleteUserInputObject {
  @Field(() => ID, { description: 'The user.' })
  id!: string;
}

@InputType('CreateEnrolmentLinkInput', { description: 'A link for a user to register one passkey with.' })
export class CreateEnrolmentLinkInputObject {
  @Field(() => ID, { description: 'The user.' })
  userId!: string;

  @Field(() => Int, { nullable: true, description: 'Seconds that it is good for: at most 604800. Default: 3600.' })
  lifetime?: number | null;
}

@InputType('RevokeEnrolmentLinkInput', { description: 'The enrolment link that is to go.' })
export class RevokeEnrolmentLinkInputObject {
  @Field(() => ID, { description: 'The link.' })
  id!: string;
}

@InputType('RenamePasskeyInput', { description: 'Another name for a passkey.' })
export class RenamePasskeyInputObject {
  @Field(() => ID, { description: 'The passkey.' })
  id!: string;

  @Field(() => String, { description: 'What its user calls it.' })
  name!: string;
}

@InputType('DeletePasskeyInput', { description: 'The passkey that is to go.' })
export class DeletePasskeyInputObject {
  @Field(() => ID, { description: 'The passkey.' })
  id!: string;
}
