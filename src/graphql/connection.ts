import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../model/record-store.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('PageInfo', { description: 'Where a page of a list ends.' })
class PageInfoObject {
  @Field(() => Boolean, { description: 'Whether there is more behind this page.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where this page ends: `after` of the next one. Null where the list is empty.',
  })
  endCursor!: string | null;
}

export interface ConnectionObject<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly pageInfo: PageInfoObject;
  /** Asked only where the caller asks for the total. */
  readonly count: () => Promise<number>;
}

/** The types of a list of `nodeType` that is read page by page. */
export function connectionOf<T extends object>(name: string, nodeType: () => ClassType<T>): ClassType {
  @Permission('any caller')
  @ObjectType(`${name}Edge`, { description: `One entry of a \`${name}Connection\`.` })
  class Edge {
    @Field(nodeType, { description: 'The entry itself.' })
    node!: T;

    @Field(() => String, { description: 'Where the entry stands: `after` of the page that begins behind it.' })
    cursor!: string;
  }

  @Permission('any caller')
  @ObjectType(`${name}Connection`, { description: `One page of a list of \`${name}\`.` })
  class Connection {
    @Field(() => [Edge], { description: 'The entries of this page, in order.' })
    edges!: Edge[];

    @Field(() => PageInfoObject, { description: 'Where this page ends.' })
    pageInfo!: PageInfoObject;

    count!: () => Promise<number>;

    @Field(() => Int, { description: 'How many entries the whole list has. Counted only where it is asked for.' })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return Connection;
}

/** A page as its connection. */
export function connection<R, T>(
  page: Page<R> & { readonly endCursor?: string | undefined },
  toNode: (record: R) => T,
  count: () => Promise<number>,
): ConnectionObject<T> {
  return {
    edges: page.items.map(({ record, cursor }) => ({ node: toNode(record), cursor })),
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor ?? page.items.at(-1)?.cursor ?? null },
    count,
  };
}
