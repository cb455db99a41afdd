import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('EnrolmentLink', {
  description: 'A link that lets its holder register one passkey for a user, once, before it expires.',
})
export class EnrolmentLinkObject {
  @Field(() => ID, { description: 'What names it.' })
  id!: string;

  @Field(() => String, { description: 'Where to open it, shown this once: send it to the user, and nobody else.' })
  url!: string;

  @Field(() => DateTime, { description: 'When it stops working.' })
  expiresAt!: Date;
}

@Permission('users:read')
@ObjectType('PendingEnrolmentLink', { description: 'An enrolment link that was not used yet, without its url.' })
export class PendingEnrolmentLinkObject {
  @Field(() => ID, { description: 'What names it.' })
  id!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When it stops working.' })
  expiresAt!: Date;
}

@Permission('any caller')
@ObjectType('EnrolmentLinkPayload', { description: 'A link that was made.' })
export class EnrolmentLinkPayload {
  @Field(() => EnrolmentLinkObject, { description: 'The link.' })
  enrolmentLink!: EnrolmentLinkObject;
}
