import { Field, ObjectType } from 'type-graphql';
import { EnrolmentLinkObject } from './enrolment-link-objects.js';
import { Permission } from './permission-guard.js';
import { UserObject } from './user-object.js';

@Permission('any caller')
@ObjectType('CreateUserPayload', { description: 'The created user.' })
export class CreateUserPayload {
  @Field(() => UserObject, { description: 'The user.' })
  user!: UserObject;

  @Field(() => EnrolmentLinkObject, {
    nullable: true,
    description: 'The enrolment link of the user. Null if you did not request one.',
  })
  enrolmentLink!: EnrolmentLinkObject | null;
}

@Permission('any caller')
@ObjectType('UserPayload', { description: 'The changed user.' })
export class UserPayload {
  @Field(() => UserObject, { description: 'The user after the change.' })
  user!: UserObject;
}
