import { type KeysFile, makeVerifier } from './audit-signatures.js';
import type { ExportedEvent } from './event-hash.js';
import { readLine } from './export-line.js';
import { readSignatures } from './read-signatures.js';
import { makeChainCheck, rangeText } from './verify-chain.js';

export interface Verification {
  /** What is wrong with the export, each a sentence. Empty if the export is complete and unchanged. */
  readonly problems: readonly string[];
  /** What is proven and what is not, each a sentence. */
  readonly report: readonly string[];
}

/**
 * Verifies an export of the audit log: every event has the hash that its contents and the event before it demand, no
 * sequence is missing, and the hashes are those that the server has signed. Reads the lines twice: first the
 * signatures, then the events.
 */
export async function verifyExport(lines: () => AsyncIterable<string>, keys: KeysFile): Promise<Verification> {
  const verifier = makeVerifier(keys);
  const signed = await readSignatures(lines(), verifier.verify);
  const chain = makeChainCheck(signed);
  const problems = [...verifier.problems, ...signed.problems];
  let withoutSequence = 0;
  for await (const line of lines()) {
    const read = readLine(line);
    if (read.kind === 'problem') problems.push(read.problem);
    if (read.kind !== 'event') continue;
    if (isNumbered(read.event)) chain.add(read.event);
    else withoutSequence += 1;
  }
  const { problems: found, unproven, proven, last } = chain.finish();
  problems.push(...found, ...endProblems(signed.end?.sequence, last));
  return {
    problems,
    report: [
      `Proven: ${counted(proven, 'event')}, by ${counted(signed.count, 'signature')}.`,
      ...(signed.latest === undefined ? [] : [`The latest signature is of ${timeOf(signed.latest)}.`]),
      ...unproven.map((range) => `Unproven: ${range}.`),
      ...(withoutSequence === 0 ? [] : [`Unproven: ${counted(withoutSequence, 'event')} without a sequence.`]),
    ],
  };
}

function endProblems(end: number | undefined, last: number): string[] {
  if (end === undefined)
    return [`The export does not end with a signature of the server, so events may be missing after ${last}.`];
  if (end > last) return [`Missing at the end: ${rangeText({ first: last + 1, last: end })}.`];
  return [];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function isNumbered(event: ExportedEvent): event is ExportedEvent & { sequence: number; hash: string } {
  return typeof event.sequence === 'number' && typeof event.hash === 'string';
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
