import type { CheckpointClaims, VerifyCheckpoint } from './audit-signatures.js';
import { readLine } from './export-line.js';
import type { Findings } from './findings.js';
import type { NumberedLine } from './read-lines.js';

/** What the server has signed, as the checkpoints and the end of an export say. */
export interface SignedHashes {
  /** The hash of each event that a signature names, by its sequence. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly count: number;
  /** The claims of the signature with the highest sequence. */
  readonly latest: CheckpointClaims | undefined;
  /** Whether the export ends with a signature. */
  readonly hasEnd: boolean;
}

/** Collects signatures, and reports those that are not valid or contradict each other. */
export interface Signatures {
  accept(name: string, jws: string, purpose: CheckpointClaims['purpose']): void;
  signed(): SignedHashes;
}

export function makeSignatures(verify: VerifyCheckpoint, problems: Pick<Findings, 'add'>): Signatures {
  const hashes = new Map<number, string>();
  let count = 0;
  let latest: CheckpointClaims | undefined;
  let hasEnd = false;
  const note = (name: string, sequence: number, hash: string) => {
    const other = hashes.get(sequence);
    if (other === undefined) hashes.set(sequence, hash);
    else if (other !== hash) problems.add(`${name} contradicts another signature about event ${sequence}.`);
  };
  return {
    accept: (name, jws, purpose) => {
      const result = verify(jws);
      if ('problem' in result) return problems.add(`${name} ${result.problem}.`);
      const { claims } = result;
      if (claims.purpose !== purpose) return problems.add(`${name} was signed for another purpose.`);
      count += 1;
      if (latest === undefined || claims.sequence >= latest.sequence) latest = claims;
      if (purpose === 'export') hasEnd = true;
      note(name, claims.sequence, claims.hash);
      note(name, claims.firstSequence - 1, claims.hashBefore);
    },
    signed: () => ({ hashes, count, latest, hasEnd }),
  };
}

/** Reads all signatures of an export. */
export async function readSignatures(
  lines: AsyncIterable<NumberedLine>,
  signatures: Signatures,
  problems: Pick<Findings, 'add'>,
): Promise<void> {
  for await (const line of lines) {
    const text = line.text ?? '';
    if (signatures.signed().hasEnd && text.trim() !== '') problems.add('Lines follow the end of the export.');
    if (!text.includes('AUDIT_CHECKPOINT') && !text.includes('auditLogEnd')) continue;
    const read = readLine(line);
    if (read.kind === 'end') signatures.accept('The end of the export', read.jws, 'export');
    if (read.kind === 'event' && read.event.type === 'AUDIT_CHECKPOINT')
      signatures.accept(`The checkpoint in event ${read.event.sequence}`, String(read.event.detail.jws), 'checkpoint');
  }
}

const JWS = /[\w-]+\.[\w-]+\.[\w-]+/g;

/** Reads the checkpoints in a text of any form, such as the log of the server or the messages of a webhook. */
export async function readCheckpoints(
  lines: AsyncIterable<NumberedLine>,
  signatures: Signatures,
  problems: Pick<Findings, 'add'>,
): Promise<void> {
  let count = 0;
  for await (const { number, text = '' } of lines) {
    for (const [jws] of text.matchAll(JWS)) {
      if (!isCheckpoint(jws)) continue;
      count += 1;
      signatures.accept(`The checkpoint in line ${number} of --checkpoints`, jws, 'checkpoint');
    }
  }
  if (count === 0) problems.add('The file of --checkpoints contains no checkpoint.');
}

function isCheckpoint(jws: string): boolean {
  return Buffer.from(jws.split('.')[0] ?? '', 'base64url')
    .toString()
    .includes('"passgraph-audit+jws"');
}
