import { type KeysFile, makeVerifier } from './audit-signatures.js';
import { readLine } from './export-line.js';
import { makeFindings, rangeText } from './findings.js';
import type { NumberedLine } from './read-lines.js';
import { makeSignatures, readCheckpoints, readSignatures, type SignedHashes } from './read-signatures.js';
import { makeChainCheck } from './verify-chain.js';

export interface Verification {
  /** What is wrong with the export, each a sentence. Empty if the export is complete and unchanged. */
  readonly problems: readonly string[];
  /** What is proven and what is not, each a sentence. */
  readonly report: readonly string[];
}

/**
 * Verifies an export of the audit log: every event has the hash that its contents and the event before it demand, no
 * sequence is missing, and the hashes are those that the server has signed. Reads the lines twice: first the
 * signatures, then the events. `checkpoints` contains checkpoints that were kept elsewhere.
 */
export async function verifyExport(
  lines: () => AsyncIterable<NumberedLine>,
  keys: KeysFile,
  checkpoints?: AsyncIterable<NumberedLine>,
): Promise<Verification> {
  const problems = makeFindings();
  const verifier = makeVerifier(keys);
  for (const problem of verifier.problems) problems.add(problem);
  const signatures = makeSignatures(verifier.verify, problems);
  if (checkpoints !== undefined) await readCheckpoints(checkpoints, signatures, problems);
  await readSignatures(lines(), signatures, problems);
  const signed = signatures.signed();
  const chain = makeChainCheck(signed, problems);
  let erased = 0;
  for await (const line of lines()) {
    const read = readLine(line);
    if (read.kind === 'problem') problems.add(read.problem);
    if (read.kind !== 'event') continue;
    chain.add(read.event);
    if (Object.keys(read.event.erased).length > 0) erased += 1;
  }
  const { unproven, proven, last } = chain.finish();
  for (const problem of endProblems(signed, last)) problems.add(problem);
  return {
    problems: problems.sentences(),
    report: [
      `Proven: ${counted(proven, 'event')}, by ${counted(signed.count, 'signature')}.`,
      ...(signed.latest === undefined ? [] : [`The latest signature is of ${timeOf(signed.latest.iat)}.`]),
      ...unproven.map((range) => `Unproven: ${range}.`),
      ...(erased === 0 ? [] : [`Personal values were erased from ${counted(erased, 'event')}.`]),
      `The first key is ${keys.keys[0]?.kid}. The result is worth as much as this key: compare it with the one you keep.`,
    ],
  };
}

function endProblems({ hasEnd, latest }: SignedHashes, last: number): string[] {
  const end = latest?.sequence ?? 0;
  return [
    ...(hasEnd
      ? []
      : [`The export does not end with a signature of the server, so events may be missing after ${last}.`]),
    ...(end > last ? [`Missing at the end: ${rangeText({ first: last + 1, last: end })}.`] : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
