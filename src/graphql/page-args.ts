import { ArgsType, Field, Int } from 'type-graphql';

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    defaultValue: 20,
    description:
      'The maximum number of entries on the page, from 1 to 100 inclusive. It has no effect if you set `last`.',
  })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the last entry that you have. The page then begins with the next entry. If you omit the cursor, you get the first page.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Reads the list backwards: the page has this many entries, from 1 to 100 inclusive, from the end of the list or before the cursor `before`. The entries keep the order of the list.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first entry that you have. Together with `last`, you get the entries before it.',
  })
  before?: string | null;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Lists only entries that have all words of this text. A word matches if a word in one of the searched fields begins with it: `hop` and `example.com` find Grace Hopper with the address grace@example.com. Upper and lower case and accents make no difference. The description of the query lists the searched fields. At most 8 words.',
  })
  search?: string | null;
}
