import { Field, ID, InputType, Int } from 'type-graphql';
import { DESCRIBED_ENTRIES } from '../admin/users/profile-fields.js';
import type { CreateUserInput, UpdateUserInput } from '../admin/users/user-input.js';
import { declareFields } from './value-fields.js';

@InputType('CreateUserInput', { description: 'The profile of a new user. The server chooses the id.' })
export class CreateUserInputObject implements CreateUserInput {
  username!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'The groups to add the user to, at most 100. This also requires groups:write.',
  })
  groupIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether to create a link with which the user registers their first passkey. Default: false.',
  })
  enrolmentLink?: boolean | null;
}

declareFields(
  CreateUserInputObject,
  DESCRIBED_ENTRIES.map(([name, field]) => [name, { ...field, nullable: name !== 'username' }]),
);

@InputType('UpdateUserInput', {
  description: 'The fields to change. A field that you omit keeps its value, and `null` clears it.',
})
export class UpdateUserInputObject implements UpdateUserInput {
  @Field(() => ID, { description: 'The id of the user.' })
  id!: string;
}

declareFields(
  UpdateUserInputObject,
  DESCRIBED_ENTRIES.map(([name, field]) => [name, { ...field, nullable: true }]),
);

@InputType('SetUserEnabledInput', { description: 'The user to enable or disable.' })
export class SetUserEnabledInputObject {
  @Field(() => ID, { description: 'The id of the user.' })
  id!: string;

  @Field(() => Boolean, {
    description: 'Whether the user may sign in. False ends their sessions, grants and enrolment links.',
  })
  enabled!: boolean;
}

@InputType('DeleteUserInput', { description: 'The user to delete.' })
export class DeleteUserInputObject {
  @Field(() => ID, { description: 'The id of the user.' })
  id!: string;
}

@InputType('CreateEnrolmentLinkInput', { description: 'The user who gets the link, and how long it is valid.' })
export class CreateEnrolmentLinkInputObject {
  @Field(() => ID, { description: 'The id of the user.' })
  userId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The seconds that the link is valid, at most 604800 (a week). Default: 3600.',
  })
  lifetime?: number | null;
}

@InputType('RevokeEnrolmentLinkInput', { description: 'The enrolment link to revoke.' })
export class RevokeEnrolmentLinkInputObject {
  @Field(() => ID, { description: 'The id of the link.' })
  id!: string;
}

@InputType('RenamePasskeyInput', { description: 'The passkey to rename, and its new name.' })
export class RenamePasskeyInputObject {
  @Field(() => ID, { description: 'The id of the passkey.' })
  id!: string;

  @Field(() => String, { description: 'The new name, at most 100 characters.' })
  name!: string;
}

@InputType('DeletePasskeyInput', { description: 'The passkey to delete.' })
export class DeletePasskeyInputObject {
  @Field(() => ID, { description: 'The id of the passkey.' })
  id!: string;
}
