import { Field, ID, ObjectType } from 'type-graphql';
import type { Maker } from '../model/server/maker.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';

type MakerKind = 'USER' | 'CLIENT' | 'API_KEY' | 'SERVER';

const MakerKindEnum = defineEnum<MakerKind>('MakerKind', 'What made an API key, an invitation or an enrolment link.', {
  USER: ['USER', 'A user, with the access token of an application or at `/account`.'],
  CLIENT: ['CLIENT', 'A client, with a token that it got for itself.'],
  API_KEY: ['API_KEY', 'An API key.'],
  SERVER: [
    'SERVER',
    'A command on the server or the bootstrap key, or a maker that is unknown, because version 0.1 stored none.',
  ],
});

@Permission('any caller')
@ObjectType('Maker', {
  description:
    'The user, client or API key that created this API key, invitation or enrolment link. If the maker loses the right to create it, it stops working.',
})
export class MakerObject {
  @Field(() => MakerKindEnum, { description: 'What the maker is.' })
  kind!: MakerKind;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user, client or API key that `kind` names. Null if it is SERVER.',
  })
  id!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user who made it, or for whom an application or API key made it.',
  })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the client with whose token it was made.' })
  clientId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the API key with which it was made.' })
  apiKeyId!: string | null;

  /** The stored maker, which is not in the schema. It tells a deleted record from a later one with the same id. */
  record!: Maker;
}

export function makerObject(record: Maker = {}): MakerObject {
  const { userId = null, clientId = null, makerKeyId: apiKeyId = null } = record;
  return { kind: kindOf(record), id: apiKeyId ?? userId ?? clientId, userId, clientId, apiKeyId, record };
}

function kindOf({ makerKeyId, userId, clientId }: Maker): MakerKind {
  if (makerKeyId !== undefined) return 'API_KEY';
  if (userId !== undefined) return 'USER';
  return clientId === undefined ? 'SERVER' : 'CLIENT';
}
