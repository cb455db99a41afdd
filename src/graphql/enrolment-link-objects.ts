import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('EnrolmentLink', {
  description: 'A link with which one passkey can be registered for a user. It can be used once, until it expires.',
})
export class EnrolmentLinkObject {
  @Field(() => ID, { description: 'The id of the link.' })
  id!: string;

  @Field(() => String, {
    description: 'The URL, which is only shown here. Send it to the user and to no other person.',
  })
  url!: string;

  @Field(() => DateTime, { description: 'When the link expires.' })
  expiresAt!: Date;
}

@Permission('users:read')
@ObjectType('PendingEnrolmentLink', { description: 'An unused enrolment link without its URL.' })
export class PendingEnrolmentLinkObject {
  @Field(() => ID, { description: 'The id of the link.' })
  id!: string;

  @Field(() => DateTime, { description: 'When the link was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the link expires.' })
  expiresAt!: Date;
}

@Permission('any caller')
@ObjectType('EnrolmentLinkPayload', { description: 'The created link.' })
export class EnrolmentLinkPayload {
  @Field(() => EnrolmentLinkObject, { description: 'The link.' })
  enrolmentLink!: EnrolmentLinkObject;
}
