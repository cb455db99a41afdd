import { Field, Int, ObjectType } from 'type-graphql';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('DeletePayload', { description: 'The record was deleted, revoked or ended.' })
export class DeletePayload {
  @Field(() => Boolean, { description: 'Always true. If the record does not exist, the answer is NOT_FOUND.' })
  deleted!: boolean;
}

export const DELETED: DeletePayload = { deleted: true };

@Permission('any caller')
@ObjectType('RevokedPayload', { description: 'What was ended or revoked.' })
export class RevokedPayload {
  @Field(() => Int, { description: 'The number of records that were changed.' })
  count!: number;
}
