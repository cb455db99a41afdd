import { Field, ObjectType } from 'type-graphql';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { EnrolmentLinkObject } from './enrolment-link-objects.js';
import { Permission } from './permission-guard.js';
import { UserObject } from './user-object.js';

@Permission('any caller')
@ObjectType('CreateUserPayload', { description: 'The result of `createUser`.' })
export class CreateUserPayload {
  @Field(() => UserObject, { description: 'The new user.' })
  user!: UserObject;

  @Field(() => EnrolmentLinkObject, {
    nullable: true,
    description: 'The link with which the user registers a first passkey. Null if you did not request a link.',
  })
  enrolmentLink!: EnrolmentLinkObject | null;
}

@Permission('any caller')
@ObjectType('UserPayload', { description: 'The result of a mutation that changes a user.' })
export class UserPayload {
  @Field(() => UserObject, { description: 'The user after the change, or in a dry run as the user would be.' })
  user!: UserObject;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@Permission('any caller')
@ObjectType('FreeUsernamePayload', { description: 'The result of `freeUsername`.' })
export class FreeUsernamePayload {
  @Field(() => String, { description: 'The username that is free now.' })
  username!: string;
}

@Permission('any caller')
@ObjectType('EnrolmentLinkPayload', { description: 'The result of `createEnrolmentLink`.' })
export class EnrolmentLinkPayload {
  @Field(() => EnrolmentLinkObject, {
    description: 'The new enrolment link with its URL. In a dry run, the link is not stored and does not work.',
  })
  enrolmentLink!: EnrolmentLinkObject;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;

  /**
   * The id of the user who gets the link. This field is not in the GraphQL schema, but the resolver of
   * `apiKeysThatStop` needs the id.
   */
  userId!: string;
}
