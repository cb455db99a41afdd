import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../model/record-store.js';
import { Permission } from './permission-guard.js';

@Permission('any caller')
@ObjectType('PageInfo', { description: 'The end of a page of a list.' })
class PageInfoObject {
  @Field(() => Boolean, { description: 'Whether there are entries after this page.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last entry, to send as `after` for the next page. Null if the list is empty.',
  })
  endCursor!: string | null;
}

export interface ConnectionObject<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly pageInfo: PageInfoObject;
  /** Called only if the caller requests the total. */
  readonly count: () => Promise<number>;
}

/** The connection and edge types of a list of `nodeType`. */
export function connectionOf<T extends object>(name: string, nodeType: () => ClassType<T>): ClassType {
  @Permission('any caller')
  @ObjectType(`${name}Edge`, { description: `An entry of \`${name}Connection\`.` })
  class Edge {
    @Field(nodeType, { description: 'The record.' })
    node!: T;

    @Field(() => String, {
      description: 'The position of the entry, to send as `after` for the entries that follow it.',
    })
    cursor!: string;
  }

  @Permission('any caller')
  @ObjectType(`${name}Connection`, { description: `A page of a list of \`${name}\`.` })
  class Connection {
    @Field(() => [Edge], { description: 'The entries of this page.' })
    edges!: Edge[];

    @Field(() => PageInfoObject, { description: 'The end of this page.' })
    pageInfo!: PageInfoObject;

    count!: () => Promise<number>;

    @Field(() => Int, { description: 'The number of entries in the whole list. It is counted only if you request it.' })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return Connection;
}

/** The connection of one page. */
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
