import { ArgsType, Field, Int } from 'type-graphql';

/** The arguments of every list that has pages. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'The number of entries, 1 to 100.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the entry before the page. If you omit it, the first page is returned.',
  })
  after?: string | null;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'The beginning of a name, without regard to upper and lower case, to return only entries that match.',
  })
  search?: string | null;
}
