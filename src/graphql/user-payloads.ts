import { Field, ObjectType } from 'type-graphql';
import { EnrolmentLinkObject } from './enrolment-link-objects.js';
import { Permission } from './permission-guard.js';
import { UserObject } from './user-object.js';

@Permission('any caller')
@ObjectType('CreateUserPayload', { description: 'A user who was made.' })
export class CreateUserPayload {
  @Field(() => UserObject, { description: 'The user.' })
  user!: UserObject;

  @Field(() => EnrolmentLinkObject, { nullable: true, description: 'Their enrolment link, where one was asked for.' })
  enrolmentLink!: EnrolmentLinkObject | null;
}

@Permission('any caller')
@ObjectType('UserPayload', { description: 'A user who was changed.' })
export class UserPayload {
  @Field(() => UserObject, { description: 'The user as they are now.' })
  user!: UserObject;
}
