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
      'Lists only entries in which a searched field, such as the name, begins with this text. The description of the query lists the searched fields. Upper and lower case make no difference in names, usernames and e-mail addresses.',
  })
  search?: string | null;
}
