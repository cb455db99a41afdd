import type { Position } from './rule-error.js';
import { StepsExhausted } from './rule-error.js';
import { isList, type RuleValue } from './rule-value.js';

/** The most steps that all rules of a client together may need for the largest input that is expected. */
export const MAX_EXPECTED_STEPS = 100_000;

/**
 * The most steps that all rules of a client together may take for a user. They reach them only for a user whose groups
 * or claims exceed `LARGEST`.
 */
const MAX_STEPS = MAX_EXPECTED_STEPS;

/** This many characters count as one step if they are copied or compared. */
const CHARACTERS_PER_STEP = 16;

/** How large a value is: the length of a string, or the entries of a list and the length of the longest string in it. */
export interface Size {
  readonly characters: number;
  readonly entries: number;
  readonly entryCharacters: number;
}

export const SCALAR: Size = { characters: 0, entries: 0, entryCharacters: 0 };

/** The largest inputs that `estimateSteps` expects. */
export const LARGEST = {
  groups: { characters: 0, entries: 200, entryCharacters: 200 },
  profileClaim: { characters: 1000, entries: 0, entryCharacters: 0 },
  customClaim: { characters: 16_384, entries: 200, entryCharacters: 200 },
  /** A list that is an entry of a list in a custom claim. */
  innerList: { characters: 0, entries: 200, entryCharacters: 200 },
} as const satisfies Record<string, Size>;

export function textSize(characters: number): Size {
  return { ...SCALAR, characters };
}

export function listSize(entries: number, entryCharacters: number): Size {
  return { characters: 0, entries, entryCharacters };
}

export function largerSize(one: Size, other: Size): Size {
  return {
    characters: Math.max(one.characters, other.characters),
    entries: Math.max(one.entries, other.entries),
    entryCharacters: Math.max(one.entryCharacters, other.entryCharacters),
  };
}

/** The sizes of lists. Rules read the same lists again and again, and it takes time to find the longest entry. */
const listSizes = new WeakMap<readonly RuleValue[], Size>();

export function sizeOf(value: RuleValue): Size {
  if (typeof value === 'string') return textSize(value.length);
  if (!isList(value)) return SCALAR;
  const size = listSizes.get(value) ?? measureList(value);
  listSizes.set(value, size);
  return size;
}

function measureList(value: readonly RuleValue[]): Size {
  const longest = value.reduce<number>((most, one) => (typeof one === 'string' ? Math.max(most, one.length) : most), 0);
  return listSize(value.length, longest);
}

/** The steps that it takes to copy or to search this many characters. */
export function characterSteps(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_STEP);
}

/** Counts the steps of the rules of a client. Every node that is evaluated is one step, and copied or compared values are more. */
export interface StepCounter {
  taken(): number;
  /** @throws StepsExhausted before the work is done */
  take(steps: number, position: Position): void;
}

export function makeStepCounter(): StepCounter {
  let taken = 0;
  return {
    taken: () => taken,
    take: (steps, position) => {
      taken += steps;
      if (taken > MAX_STEPS)
        throw new StepsExhausted('The rules take too many steps for the claims and groups of this user', position);
    },
  };
}
