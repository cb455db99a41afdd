import { Field, ID, InputType, Int } from 'type-graphql';
import { DESCRIBED_ENTRIES } from '../admin/users/profile-fields.js';
import type { CreateUserInput, UpdateUserInput } from '../admin/users/user-input.js';
import { declareFields } from './value-fields.js';

@InputType('CreateUserInput', {
  description:
    'The profile of a new user. The server chooses the id of the user, unless an owner imports it as `subject`.',
})
export class CreateUserInputObject implements CreateUserInput {
  username!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The ids of the groups that the user joins, at most 100. The caller needs the permission groups:write for this.',
  })
  groupIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether to create a link with which the user registers a first passkey. Default: false.',
  })
  enrolmentLink?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The subject that another identity provider gave to the user, 1 to 255 ASCII characters. It becomes the id of the user, so that applications recognize the user. Only an owner, or an API key with the permission *, can set it. It must never have been the id of another user or of a client. Default: a random UUID.',
  })
  subject?: string | null;
}

declareFields(
  CreateUserInputObject,
  'input',
  DESCRIBED_ENTRIES.map(([name, field]) => [name, { ...field, nullable: name !== 'username' }]),
);

@InputType('UpdateUserInput', {
  description:
    'The user to change, and the new profile. A field that you omit keeps its value. Send null to clear a field.',
})
export class UpdateUserInputObject implements UpdateUserInput {
  @Field(() => ID, { description: 'The id of the user to change.' })
  id!: string;
}

declareFields(
  UpdateUserInputObject,
  'input',
  DESCRIBED_ENTRIES.map(([name, field]) => [name, { ...field, nullable: true }]),
);

@InputType('SetUserEnabledInput', { description: 'Which user to enable or disable.' })
export class SetUserEnabledInputObject {
  @Field(() => ID, { description: 'The id of the user to enable or disable.' })
  id!: string;

  @Field(() => Boolean, {
    description:
      'Whether the user can sign in. If you send false, the server also ends the sessions, grants, API keys and enrolment links of the user. A change cancels a deletion of the account for which the user asked. To see which API keys will end, query `apiKeys` of the user before you send false.',
  })
  enabled!: boolean;
}

@InputType('DeleteUserInput', { description: 'Which user to delete.' })
export class DeleteUserInputObject {
  @Field(() => ID, { description: 'The id of the user to delete.' })
  id!: string;
}

@InputType('CancelUserDeletionInput', { description: 'Which user keeps the account.' })
export class CancelUserDeletionInputObject {
  @Field(() => ID, { description: 'The id of the user whose account is not to be deleted.' })
  id!: string;
}

@InputType('FreeUsernameInput', { description: 'Which username visitors may register with again.' })
export class FreeUsernameInputObject {
  @Field(() => String, {
    description: 'The username of a user who was deleted or renamed. Upper and lower case make no difference.',
  })
  username!: string;
}

@InputType('CreateEnrolmentLinkInput', {
  description: 'The user who gets the enrolment link, the lifetime of the link, and whether passkeys are removed.',
})
export class CreateEnrolmentLinkInputObject {
  @Field(() => ID, { description: 'The id of the user who gets the link.' })
  userId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The lifetime of the link in seconds, from 1 to 604800 (a week). Default: 3600 (an hour), or 86400 (a day) with `mail`.',
  })
  lifetime?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the server also sends the link to the e-mail address of the user. The server rejects this if the user has a passkey, or has signed in before and the address is not verified. The link works only while the user has this address. Default: false.',
  })
  mail?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the server also deletes all passkeys and recovery codes of the user. The sessions, grants, API keys and older enrolment links of the user end at once. The server makes all these changes or none. You cannot delete your own passkeys like this, and cannot mail the link. Default: false.',
  })
  removePasskeys?: boolean | null;
}

@InputType('RevokeEnrolmentLinkInput', { description: 'Which enrolment link to revoke.' })
export class RevokeEnrolmentLinkInputObject {
  @Field(() => ID, { description: 'The id of the enrolment link to revoke.' })
  id!: string;
}

@InputType('RenamePasskeyInput', { description: 'The passkey to rename, and its new name.' })
export class RenamePasskeyInputObject {
  @Field(() => ID, { description: 'The id of the passkey to rename.' })
  id!: string;

  @Field(() => String, { description: 'The new name of the passkey, at most 100 characters.' })
  name!: string;
}

@InputType('DeletePasskeyInput', { description: 'Which passkey to delete.' })
export class DeletePasskeyInputObject {
  @Field(() => ID, { description: 'The id of the passkey to delete.' })
  id!: string;
}
