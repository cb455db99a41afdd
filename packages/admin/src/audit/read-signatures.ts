import type { CheckpointClaims, VerifyCheckpoint } from './audit-signatures.js';
import { readLine } from './export-line.js';
import type { Findings } from './findings.js';
import type { NumberedLine } from './read-lines.js';

/** What the server has signed, as the checkpoints and the end of an export say. */
export interface SignedHashes {
  /** The hash of each event that a signature names, by its sequence. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly count: number;
  /** The time of the latest signature, in seconds since 1970. */
  readonly latest: number | undefined;
  /** The first event that the latest signature says is kept. */
  readonly firstSequence: number | undefined;
  /** The signature at the end of the export. */
  readonly end: CheckpointClaims | undefined;
}

/** Reads and verifies all signatures of an export. */
export async function readSignatures(
  lines: AsyncIterable<NumberedLine>,
  verify: VerifyCheckpoint,
  problems: Pick<Findings, 'add'>,
): Promise<SignedHashes> {
  const hashes = new Map<number, string>();
  let count = 0;
  let latest: CheckpointClaims | undefined;
  let end: CheckpointClaims | undefined;
  const accept = (name: string, jws: string, purpose: CheckpointClaims['purpose']) => {
    const result = verify(jws);
    if ('problem' in result) return problems.add(`${name} ${result.problem}.`);
    const { claims } = result;
    if (claims.purpose !== purpose) return problems.add(`${name} was signed for another purpose.`);
    count += 1;
    if (latest === undefined || claims.sequence >= latest.sequence) latest = claims;
    if (purpose === 'export') end = claims;
    const stated = [[claims.sequence, claims.hash] as const, [claims.firstSequence - 1, claims.hashBefore] as const];
    for (const [sequence, hash] of stated) {
      const other = hashes.get(sequence);
      if (other === undefined) hashes.set(sequence, hash);
      else if (other !== hash) problems.add(`${name} contradicts another signature about event ${sequence}.`);
    }
  };
  for await (const line of lines) {
    const text = line.text ?? '';
    if (end !== undefined && text.trim() !== '') problems.add('Lines follow the end of the export.');
    if (!text.includes('AUDIT_CHECKPOINT') && !text.includes('auditLogEnd')) continue;
    const read = readLine(line);
    if (read.kind === 'end') accept('The end of the export', read.jws, 'export');
    if (read.kind === 'event' && read.event.type === 'AUDIT_CHECKPOINT')
      accept(`The checkpoint in event ${read.event.sequence}`, String(read.event.detail.jws), 'checkpoint');
  }
  const { iat, firstSequence } = latest ?? {};
  return { hashes, count, latest: iat, firstSequence, end };
}
