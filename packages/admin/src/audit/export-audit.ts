import type { AdminClient } from '../client/admin-client.js';
import type { KeysFile } from './audit-signatures.js';

/** How often an export begins again because the server has meanwhile deleted the beginning of the log. */
const MAX_STARTS = 5;

/**
 * Yields the lines of an export: every event that has a sequence, from the oldest on, then the signed end of the log.
 * The end is signed first, so that events that happen during the export do not prolong it. `complain` gets a sentence if
 * the server has newer events that the export cannot contain yet.
 */
export async function* exportLines(admin: AdminClient, complain: (line: string) => void): AsyncGenerator<string> {
  const start = await signedStart(admin);
  await complainOfWaiting(admin, complain);
  if (start === undefined) return;
  const { end } = start;
  const { sequence: last } = claimsOf(end);
  for (let { page } = start; ; ) {
    const { edges, pageInfo } = page;
    for (const { node } of edges) if ((node.sequence ?? 0) <= last) yield JSON.stringify(node);
    if (!pageInfo.hasNextPage || (edges.at(-1)?.node.sequence ?? 0) >= last) break;
    page = await readPage(admin, pageInfo.endCursor);
  }
  yield JSON.stringify({ auditLogEnd: end });
}

/** MongoDB gives an event its sequence a moment later, and after the end of a server process up to a minute later. */
async function complainOfWaiting(admin: AdminClient, complain: (line: string) => void): Promise<void> {
  const { edges } = await admin.auditEvents({ first: MAX_WAITING, order: 'NEWEST_FIRST' });
  const count = edges.filter(({ node }) => node.sequence === null).length;
  if (count === 0) return;
  const number = count === MAX_WAITING ? `${count} or more` : String(count);
  complain(
    `Newer events without a sequence number: ${number}. They are not in this export. The server numbers them within a minute; export again to have them.`,
  );
}

/** The most events that one request can return. */
const MAX_WAITING = 100;

function readPage(admin: AdminClient, after: string | null) {
  return admin.auditEvents({ first: 100, after, order: 'OLDEST_FIRST' });
}

/**
 * Reads the signed end and the first page. The signature names the first event that is kept. If the server deletes that
 * event before the page is read, both are read again.
 */
async function signedStart(admin: AdminClient) {
  for (let starts = 1; ; starts += 1) {
    const end = await admin.auditLogEnd();
    if (end === null) return undefined;
    const page = await readPage(admin, null);
    const first = page.edges[0]?.node.sequence ?? Number.POSITIVE_INFINITY;
    if (first <= claimsOf(end).firstSequence || starts === MAX_STARTS) return { end, page };
  }
}

export async function exportKeys(admin: AdminClient): Promise<KeysFile> {
  const keys = await admin.auditKeys();
  if (keys.length === 0)
    throw new Error(
      'The server has no key for its audit log yet, because the log is empty. Try again after a sign-in.',
    );
  return { keys: keys.map(({ publicJwk, ...key }) => ({ ...key, publicJwk })) } as KeysFile;
}

/** Reads the payload of the signature. `verify-audit` verifies the signature. */
function claimsOf(jws: string): { readonly sequence: number; readonly firstSequence: number } {
  const [, payload = ''] = jws.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
