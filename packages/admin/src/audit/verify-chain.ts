import { type ExportedEvent, hashOf } from './event-hash.js';
import { type Findings, makeRanges, printable, type Range, rangeText } from './findings.js';
import type { SignedHashes } from './read-signatures.js';

interface ChainResult {
  /** Ranges of events whose contents no signature confirms. */
  readonly unproven: readonly string[];
  /** How many events are proven. */
  readonly proven: number;
  /** The last sequence of the export. */
  readonly last: number;
}

/** Checks the events of an export, one after the other. */
interface ChainCheck {
  add(event: ExportedEvent): void;
  finish(): ChainResult;
}

/** More events with one sequence are not compared with each other. */
const MAX_GROUP = 20;

/**
 * Makes the check. An event is proven only if an unbroken chain leads from its contents to a hash that the server has
 * signed. So an event that is missing or changed makes all events before it unproven, back to the last signature.
 */
export function makeChainCheck(
  { hashes, latest }: Pick<SignedHashes, 'hashes' | 'latest'>,
  problems: Pick<Findings, 'add'>,
): ChainCheck {
  const unproven = makeRanges();
  let proven = 0;
  let last = 0;
  /** The hash of the event before the next one. Unknown at the start and after a gap. */
  let previous: string | undefined;
  /** The events of the chain that no signature has confirmed yet. */
  let waiting: Range | undefined;
  /** Events with the same sequence. There is one, unless an event was inserted. */
  let group: ExportedEvent[] = [];

  const giveUp = () => {
    if (waiting !== undefined) unproven.add(waiting);
    waiting = undefined;
  };
  const startAt = (sequence: number) => {
    const isStart = last === 0;
    const expected = isStart ? Math.min(latest?.firstSequence ?? 1, sequence) : last + 1;
    if (expected < sequence) problems.add(`Missing: ${rangeText({ first: expected, last: sequence - 1 })}.`);
    if (!isStart && expected === sequence) return;
    giveUp();
    previous = sequence === 1 ? '' : hashes.get(sequence - 1);
  };
  const confirm = ({ sequence, hash }: ExportedEvent) => {
    const signed = hashes.get(sequence);
    if (signed === undefined) return;
    if (signed !== hash) {
      const range = rangeText({ first: waiting?.first ?? sequence, last: sequence });
      problems.add(`Changed: the hashes of ${range} are not those that the server signed.`);
      giveUp();
    }
    if (waiting !== undefined) proven += waiting.last - waiting.first + 1;
    waiting = undefined;
  };
  const resolve = (next: ExportedEvent | undefined) => {
    const [first, ...others] = group;
    if (first === undefined) return;
    const { sequence } = first;
    startAt(sequence);
    const event = others.length === 0 ? first : genuineOf(group, previous, next);
    for (const other of group) if (other !== event) problems.add(`Inserted: ${nameOf(other)}.`);
    if (previous !== undefined && hashOf(event, previous) === event.hash) {
      waiting = { first: waiting?.first ?? sequence, last: sequence };
    } else {
      if (previous !== undefined) problems.add(`Changed: ${nameOf(event)} does not match its hash.`);
      giveUp();
      unproven.add({ first: sequence, last: sequence });
    }
    confirm(event);
    previous = event.hash;
    last = sequence;
    group = [];
  };
  return {
    add: (event) => {
      const current = group[0]?.sequence ?? last;
      if (event.sequence < current || event.sequence === last) {
        problems.add(`Inserted or moved: ${nameOf(event)} stands after sequence ${current}.`);
        return;
      }
      if (event.sequence !== group[0]?.sequence) resolve(event);
      if (group.length < MAX_GROUP) group.push(event);
      else problems.add(`Inserted: ${nameOf(event)}.`);
    },
    finish: () => {
      resolve(undefined);
      giveUp();
      return { unproven: unproven.texts(), proven, last };
    },
  };
}

/** Finds the event that fits between the events before and after it. */
function genuineOf(
  group: readonly ExportedEvent[],
  previous: string | undefined,
  next: ExportedEvent | undefined,
): ExportedEvent {
  const fitting = group.filter((event) => previous === undefined || hashOf(event, previous) === event.hash);
  const followed = fitting.find(({ hash }) => next !== undefined && hashOf(next, hash) === next.hash);
  return followed ?? fitting[0] ?? (group[0] as ExportedEvent);
}

function nameOf({ sequence, id, type }: ExportedEvent): string {
  return `event ${sequence} (${printable(type)}, id ${printable(id)})`;
}
