import { ArgsType, Field, Int } from 'type-graphql';

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    defaultValue: 20,
    description: 'How many entries the page has at most: 1 to 100. It has no effect if you set `last`.',
  })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'To get the next page, send the `pageInfo.endCursor` of the page before it. Omit it for the first page.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many entries the page has at most, 1 to 100, if you read the list from its end. Without `before`, you get the last page. The entries keep the order of the list.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'To go backwards, send the `pageInfo.startCursor` of the page after it, together with `last`. Omit it for the last page.',
  })
  before?: string | null;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Lists only entries that have all words of this text. The beginning of a word is enough: `hop` and `example.com` find Grace Hopper with the address grace@example.com. Upper and lower case and accents make no difference. The description of the query lists the searched fields. At most 8 words.',
  })
  search?: string | null;
}
