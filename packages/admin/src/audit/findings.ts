/** What a verification finds. Collects only so many sentences and ranges as a person can read. */
const MAX_FINDINGS = 100;

/** A list of sentences that states only the number of those after the first hundred. */
export interface Findings {
  add(sentence: string): void;
  sentences(): string[];
}

export function makeFindings(): Findings {
  const first = new Set<string>();
  let others = 0;
  return {
    add: (sentence) => {
      if (first.size < MAX_FINDINGS) first.add(sentence);
      else if (!first.has(sentence)) others += 1;
    },
    sentences: () => [...first, ...(others === 0 ? [] : [`There are ${others} more problems.`])],
  };
}

export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Ranges of events, in order. Neighbouring ranges become one. */
export interface Ranges {
  add(range: Range): void;
  texts(): string[];
}

export function makeRanges(): Ranges {
  const ranges: { first: number; last: number }[] = [];
  let others = 0;
  return {
    add: ({ first, last }) => {
      const before = ranges.at(-1);
      if (others === 0 && before !== undefined && before.last === first - 1) before.last = last;
      else if (ranges.length < MAX_FINDINGS) ranges.push({ first, last });
      else others += last - first + 1;
    },
    texts: () => [...ranges.map(rangeText), ...(others === 0 ? [] : [`${others} more events`])],
  };
}

export function rangeText({ first, last }: Range): string {
  return first === last ? `event ${first}` : `events ${first} to ${last}`;
}

const MAX_SHOWN_CHARACTERS = 60;

/** Shortens a text of an export, and replaces characters that could control a terminal. */
export function printable(text: string): string {
  const shown = text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
