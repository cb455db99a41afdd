import { Field, Int, ObjectType } from 'type-graphql';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('DeletePayload', {
  description: 'Confirms that a record was deleted or revoked, or that a session was ended.',
})
export class DeletePayload {
  @Field(() => Boolean, {
    description:
      'True, or false in a dry run. If the record does not exist, the response has the error NOT_FOUND instead.',
  })
  deleted!: boolean;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@Permission('any caller')
@ObjectType('RevokedPayload', { description: 'The result of a mutation that can revoke or end several records.' })
export class RevokedPayload {
  @Field(() => Int, { description: 'How many records were revoked or ended, or would be in a dry run.' })
  count!: number;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}
