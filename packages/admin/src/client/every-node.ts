/** One page of a list in the API. All lists have this shape. */
interface ListPage<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Reads a whole list by requesting page after page, for example `everyNode((page) => admin.users({ ...page, search:
 * 'ada' }))`.
 */
export async function* everyNode<Node>(
  read: (page: { readonly first: number; readonly after: string | null }) => Promise<ListPage<Node> | null>,
): AsyncGenerator<Node, void, void> {
  for (let after: string | null = null, more = true; more; ) {
    const page: ListPage<Node> | null = await read({ first: 100, after });
    for (const { node } of page?.edges ?? []) yield node;
    after = page?.pageInfo.endCursor ?? null;
    more = page?.pageInfo.hasNextPage === true && after !== null;
  }
}
