import { ArgsType, Field, Int } from 'type-graphql';

/** Arguments of every list that is read page by page. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many entries at most: 1 to 100.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor behind which the page begins. Left out, it is the first page.',
  })
  after?: string | null;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only entries of which a name that people know them by begins with this, whatever its case.',
  })
  search?: string | null;
}
