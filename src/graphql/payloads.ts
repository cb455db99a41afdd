import { Field, Int, ObjectType } from 'type-graphql';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('DeletePayload', { description: 'What was named is gone.' })
export class DeletePayload {
  @Field(() => Boolean, { description: 'True: what was not there is NOT_FOUND instead.' })
  deleted!: boolean;
}

export const DELETED: DeletePayload = { deleted: true };

@Permission('any caller')
@ObjectType('RevokedPayload', { description: 'How much was ended.' })
export class RevokedPayload {
  @Field(() => Int, { description: 'How many records were changed.' })
  count!: number;
}

/** Of the one argument of every mutation. */
export const INPUT = { description: 'What is to be done.' };
