import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../model/record-store.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('PageInfo', {
  description: 'Where this page is in the list: use `hasNextPage` and `endCursor` to get the next page.',
})
class PageInfoObject {
  @Field(() => Boolean, {
    description: 'Whether the list has more entries after this page. With `before`, this is always true.',
  })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the list has more entries before this page. With `after`, this is always true.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the first entry on this page. Send this cursor as `before`, with `last`, to get the page before it. Null if the page has no entries.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the last entry on this page. Send this cursor as `after` to get the next page. Null if the page has no entries.',
  })
  endCursor!: string | null;
}

export interface ConnectionObject<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly pageInfo: PageInfoObject;
  /**
   * Counts the entries on all pages of the list. It is called only if the caller requests `totalCount`, because
   * counting is slow.
   */
  readonly count: () => Promise<number>;
}

/** The types whose lists can be searched. */
const SEARCHED: ReadonlySet<string> = new Set(['User', 'Client', 'Group']);
const TOTAL = 'The number of entries on all pages together. The server counts them only if you request this field.';
const TOTAL_OF_SEARCH =
  'With `search` or `filter`, the number is at most 1,000. If a list has several words or conditions, and more than 300 entries meet each of them, the server counts only among some of these entries, so the number can be too low.';

/**
 * Declares two GraphQL types for a list whose entries have the type `nodeType`: a page of the list (the connection),
 * and an entry with its cursor (the edge).
 */
export function connectionOf<T extends object>(
  name: string,
  nodeType: () => ClassType<T>,
): ClassType & { readonly Edge: ClassType } {
  @Permission('any caller')
  @ObjectType(`${name}Edge`, {
    description: `One entry in a list of type \`${name}Connection\`, with a cursor that marks the position of the entry.`,
  })
  class Edge {
    @Field(nodeType, { description: `The \`${name}\` at this position in the list.` })
    node!: T;

    @Field(() => String, {
      description:
        'Marks the position of this entry in the list. Send the cursor as `after` to get the entries that follow.',
    })
    cursor!: string;
  }

  @Permission('any caller')
  @ObjectType(`${name}Connection`, { description: `One page of a list whose entries are of type \`${name}\`.` })
  class Connection {
    @Field(() => [Edge], { description: 'The entries on this page, in the order of the list.' })
    edges!: Edge[];

    @Field(() => PageInfoObject, { description: 'Where this page is in the list, and whether another page follows.' })
    pageInfo!: PageInfoObject;

    count!: () => Promise<number>;

    @Field(() => Int, {
      description: SEARCHED.has(name) ? `${TOTAL} ${TOTAL_OF_SEARCH}` : TOTAL,
    })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return Object.assign(Connection, { Edge });
}

export function connection<R, T>(
  page: Page<R>,
  toNode: (record: R) => T,
  count: () => Promise<number>,
): ConnectionObject<T> {
  return {
    edges: page.items.map(({ record, cursor }) => ({ node: toNode(record), cursor })),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.startCursor ?? page.items[0]?.cursor ?? null,
      endCursor: page.endCursor ?? page.items.at(-1)?.cursor ?? null,
    },
    count,
  };
}
