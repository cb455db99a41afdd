import { Field, ID, ObjectType } from 'type-graphql';
import { qrCodeOf } from '../admin/qr-code.js';
import type { IssuedEnrolmentLink } from '../admin/users/enrolment-link-issue.js';
import type { EnrolmentLink } from '../model/passkeys/enrolment-link.js';
import { DateTime } from './date-time.js';
import { MakerObject, makerObject } from './maker-objects.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('EnrolmentLink', {
  description: 'A link with which a user registers a passkey. The link works once, and only until it expires.',
})
export class EnrolmentLinkObject {
  @Field(() => ID, { description: 'The id of the enrolment link.' })
  id!: string;

  @Field(() => String, {
    description: 'The URL of the link. Send it to the user and to no other person. The server never shows it again.',
  })
  url!: string;

  @Field(() => String, { description: 'An SVG image of a QR code that contains the URL, for users with a phone.' })
  qrCode!: string;

  @Field(() => DateTime, { description: 'When the enrolment link expires.' })
  expiresAt!: Date;
}

export function enrolmentLinkObject(link: IssuedEnrolmentLink): EnrolmentLinkObject {
  return { ...link, qrCode: qrCodeOf(link.url) };
}

@Permission('users:read')
@ObjectType('PendingEnrolmentLink', {
  description: 'An enrolment link that the user has not used yet. Its URL is not shown again.',
})
export class PendingEnrolmentLinkObject {
  @Field(() => ID, { description: 'The id of the enrolment link.' })
  id!: string;

  @Field(() => DateTime, { description: 'When an administrator created the link.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the enrolment link expires.' })
  expiresAt!: Date;

  @Field(() => MakerObject, { description: 'Who made the link.' })
  maker!: MakerObject;
}

export function pendingLinkObject({ id, createdAt, expiresAt, maker }: EnrolmentLink): PendingEnrolmentLinkObject {
  return { id, createdAt, expiresAt, maker: makerObject(maker) };
}
