import { everyNode } from '../../../../packages/admin/src/client/every-node.js';

/** Reads a whole list, page by page, and makes a row of each record. */
export async function everyRow<Node, Row>(
  read: Parameters<typeof everyNode<Node>>[0],
  toRow: (node: Node) => Row,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const node of everyNode(read)) rows.push(toRow(node));
  return rows;
}
