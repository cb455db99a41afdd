import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Mail, MailKind, MailState } from '../model/server/mail.js';
import { DateTime } from './date-time.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';

export const MailStateEnum = defineEnum<MailState>('MailState', 'How far the delivery of a mail is.', {
  WAITING: ['WAITING', 'The mail server has not accepted the mail yet. The server tries again for a day.'],
  SENT: ['SENT', 'The mail server has accepted the mail.'],
  FAILED: [
    'FAILED',
    'The mail server refused the mail, or did not accept it within a day. The server does not try again.',
  ],
});

const MailKindEnum = defineEnum<MailKind>('MailKind', 'What a mail is about.', {
  TEST: ['TEST', 'A test mail, which an administrator sent.'],
  EMAIL_VERIFICATION: ['EMAIL_VERIFICATION', 'The user verifies the address with the link in the mail.'],
  ACCOUNT_APPROVED: [
    'ACCOUNT_APPROVED',
    'An administrator approved the account. If the address is not verified, the user verifies it with the link in the mail.',
  ],
  INVITATION: ['INVITATION', 'An administrator invites the recipient to create an account.'],
  ENROLMENT_LINK: ['ENROLMENT_LINK', 'The user, who has no passkey yet, registers one with the link in the mail.'],
  NEW_SIGN_IN: ['NEW_SIGN_IN', 'The user signed in with a browser that had not been used before.'],
  PASSKEY_ADDED: ['PASSKEY_ADDED', 'The account has a new passkey.'],
  PASSKEY_REMOVED: ['PASSKEY_REMOVED', 'The user or an administrator removed a passkey.'],
  RECOVERY_USED: ['RECOVERY_USED', 'The user registered a passkey with a recovery code.'],
  RECOVERY_CODES_REPLACED: ['RECOVERY_CODES_REPLACED', 'The user created recovery codes.'],
  DELETION_REQUESTED: ['DELETION_REQUESTED', 'The user asked for the deletion of their account.'],
  DELETION_CANCELLED: ['DELETION_CANCELLED', 'The user or an administrator cancelled the deletion of the account.'],
  EMAIL_CHANGED: [
    'EMAIL_CHANGED',
    'The user or an administrator changed the e-mail address. The mail goes to the earlier address.',
  ],
  API_KEY_EXPIRES: ['API_KEY_EXPIRES', 'An API key of the user expires within 7 days.'],
});

@Permission('users:read')
@ObjectType('Mail', {
  description:
    'A mail that the server sends to one recipient. The text of a mail is never shown. A mail is listed for 30 days.',
})
export class MailObject {
  @Field(() => ID, { description: 'The id of the mail. It is also the first part of its `Message-ID` header.' })
  id!: string;

  @Field(() => MailKindEnum, { description: 'What the mail is about.' })
  kind!: MailKind;

  @Field(() => MailStateEnum, { description: 'Whether the mail server has accepted the mail.' })
  state!: MailState;

  @Field(() => String, { description: 'The address to which the mail is sent.' })
  recipient!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user whom the mail is about. Null in a test mail.',
  })
  userId!: string | null;

  @Field(() => Int, { description: 'How often the server has tried to send the mail.' })
  attempts!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last attempt failed. Null if no attempt has failed, or if the mail was sent.',
  })
  error!: string | null;

  @Field(() => DateTime, { description: 'When the mail was written.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the mail server accepted the mail.' })
  sentAt!: Date | null;
}

export function mailObject(mail: Mail): MailObject {
  return {
    id: mail.id,
    kind: mail.kind,
    state: mail.state,
    recipient: mail.recipient,
    userId: mail.userId ?? null,
    attempts: mail.attempts,
    error: mail.error ?? null,
    createdAt: mail.createdAt,
    sentAt: mail.sentAt ?? null,
  };
}

@InputType('SendTestMailInput', { description: 'Who gets a test mail.' })
export class SendTestMailInputObject {
  @Field(() => String, { description: 'The e-mail address of the recipient.' })
  recipient!: string;
}

@Permission('any caller')
@ObjectType('SendTestMailPayload', { description: 'The result of `sendTestMail`.' })
export class SendTestMailPayload {
  @Field(() => MailObject, { description: 'The test mail, which waits for its delivery.' })
  mail!: MailObject;
}
