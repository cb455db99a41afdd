import type { AdminClient } from '../client/admin-client.js';
import type { KeysFile } from './audit-signatures.js';

/**
 * Yields the lines of an export: every event that has a sequence, from the oldest on, then the signed end of the log.
 * The end is signed first, so that events that happen during the export do not prolong it.
 */
export async function* exportLines(admin: AdminClient): AsyncGenerator<string> {
  const end = await admin.auditLogEnd();
  if (end === null) return;
  const last = sequenceOf(end);
  for (let after: string | null = null, isComplete = false; !isComplete; ) {
    const { edges, pageInfo } = await admin.auditEvents({ first: 100, after, order: 'OLDEST_FIRST' });
    for (const { node } of edges) if ((node.sequence ?? 0) <= last) yield JSON.stringify(node);
    isComplete = !pageInfo.hasNextPage || (edges.at(-1)?.node.sequence ?? 0) >= last;
    after = pageInfo.endCursor;
  }
  yield JSON.stringify({ auditLogEnd: end });
}

export async function exportKeys(admin: AdminClient): Promise<KeysFile> {
  const keys = await admin.auditKeys();
  if (keys.length === 0)
    throw new Error(
      'The server has no key for its audit log yet, because the log is empty. Try again after a sign-in.',
    );
  return { keys: keys.map(({ publicJwk, ...key }) => ({ ...key, publicJwk: { ...publicJwk } })) };
}

/** Reads the sequence in the payload of the signature. `verify-audit` verifies the signature. */
function sequenceOf(jws: string): number {
  const [, payload = ''] = jws.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sequence: number }).sequence;
}
