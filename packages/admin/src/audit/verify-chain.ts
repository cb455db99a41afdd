import { type ExportedEvent, hashOf } from './event-hash.js';
import type { SignedHashes } from './read-signatures.js';

type NumberedEvent = ExportedEvent & { readonly sequence: number; readonly hash: string };

interface ChainResult {
  readonly problems: readonly string[];
  /** Ranges of events whose hashes no signature confirms. */
  readonly unproven: readonly string[];
  /** How many events are proven. */
  readonly proven: number;
  /** The last sequence of the export. */
  readonly last: number;
}

/** Checks the events of an export, one after the other. */
interface ChainCheck {
  add(event: NumberedEvent): void;
  finish(): ChainResult;
}

export function makeChainCheck({ hashes, firstSequence }: Pick<SignedHashes, 'hashes' | 'firstSequence'>): ChainCheck {
  const problems: string[] = [];
  const unproven: Range[] = [];
  let proven = 0;
  let last = 0;
  /** The hash of the event before the next one. Unknown at the start and after a gap. */
  let previous: string | undefined;
  /** The events whose hashes fit together, but which no signature has confirmed yet. */
  let waiting: number[] = [];
  /** Events with the same sequence. There is one, unless an event was inserted. */
  let group: NumberedEvent[] = [];

  const startAt = (sequence: number) => {
    const isStart = last === 0;
    const expected = isStart ? Math.min(firstSequence ?? 1, sequence) : last + 1;
    if (expected < sequence) problems.push(`Missing: ${rangeText({ first: expected, last: sequence - 1 })}.`);
    if (isStart || expected < sequence) previous = sequence === 1 ? '' : hashes.get(sequence - 1);
  };
  const confirm = ({ sequence, hash }: NumberedEvent) => {
    const signed = hashes.get(sequence);
    if (signed === undefined) return;
    if (signed === hash) proven += waiting.length;
    else {
      const range = rangeText({ first: waiting[0] ?? sequence, last: sequence });
      problems.push(`Changed: the hashes of ${range} are not those that the server signed.`);
      for (const one of waiting) extend(unproven, one);
    }
    waiting = [];
  };
  const resolve = (next: NumberedEvent | undefined) => {
    const [first, ...others] = group;
    if (first === undefined) return;
    const { sequence } = first;
    startAt(sequence);
    const event = others.length === 0 ? first : genuineOf(group, previous, next);
    for (const other of group) if (other !== event) problems.push(`Inserted: ${nameOf(other)}.`);
    const isRight = previous !== undefined && hashOf(event, previous) === event.hash;
    if (previous !== undefined && !isRight) problems.push(`Changed: ${nameOf(event)} does not match its hash.`);
    if (isRight) waiting.push(sequence);
    else extend(unproven, sequence);
    confirm(event);
    previous = event.hash;
    last = sequence;
    group = [];
  };
  return {
    add: (event) => {
      const current = group[0]?.sequence ?? last;
      if (event.sequence < current || event.sequence === last) {
        problems.push(`Inserted or moved: ${nameOf(event)} stands after sequence ${current}.`);
        return;
      }
      if (event.sequence !== group[0]?.sequence) resolve(event);
      group.push(event);
    },
    finish: () => {
      resolve(undefined);
      for (const one of waiting) extend(unproven, one);
      unproven.sort((a, b) => a.first - b.first);
      return { problems, unproven: unproven.map(rangeText), proven, last };
    },
  };
}

/** Finds the event that fits between the events before and after it. */
function genuineOf(
  group: readonly NumberedEvent[],
  previous: string | undefined,
  next: NumberedEvent | undefined,
): NumberedEvent {
  const fitting = group.filter((event) => previous === undefined || hashOf(event, previous) === event.hash);
  const followed = fitting.find(({ hash }) => next !== undefined && hashOf(next, hash) === next.hash);
  return followed ?? fitting[0] ?? (group[0] as NumberedEvent);
}

interface Range {
  readonly first: number;
  last: number;
}

function extend(ranges: Range[], sequence: number): void {
  const range = ranges.at(-1);
  if (range !== undefined && range.last === sequence - 1) range.last = sequence;
  else ranges.push({ first: sequence, last: sequence });
}

export function rangeText({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? `event ${first}` : `events ${first} to ${last}`;
}

function nameOf({ sequence, id, type }: NumberedEvent): string {
  return `event ${sequence} (${type}, id ${id})`;
}
