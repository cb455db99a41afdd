import { RuleFailure } from './rule-error.js';
import { type Effort, makeFunction, type RuleFunction, withEffort } from './rule-function.js';
import { OPERATORS } from './rule-operators.js';
import { characterSteps, listSize, type Size, textSize } from './rule-steps.js';
import type { RuleValue } from './rule-value.js';

/** The effort of functions that read the whole text, and whose result is not longer than the text. */
const readsText: Effort = {
  steps: (text: Size) => characterSteps(text.characters),
  size: (text: Size) => textSize(text.characters),
};

const comparesText: Effort = {
  steps: (text: Size, part: Size) => characterSteps(Math.min(text.characters, part.characters)),
};

/** A search may compare the whole second text at every place of the first one. */
const searchesText: Effort = {
  steps: (text: Size, part: Size) => characterSteps(text.characters) * (1 + characterSteps(part.characters)),
};

const splitsText: Effort = {
  steps: (text: Size, separator: Size) =>
    characterSteps(text.characters) * (1 + characterSteps(separator.characters)) + text.characters + 1,
  size: (text: Size) => listSize(text.characters + 1, text.characters),
};

const joinsTexts: Effort = {
  steps: (list: Size, separator: Size = textSize(0)) =>
    list.entries + characterSteps(list.entries * (list.entryCharacters + separator.characters)),
  size: (list: Size, separator: Size = textSize(0)) =>
    textSize(list.entries * (list.entryCharacters + separator.characters)),
};

/** The longest text that `string()` makes of a number or a boolean. */
const shortText: Effort = { size: () => textSize(32) };

const TEXTS = { kind: 'list', entry: 'string' } as const;

const FUNCTIONS: readonly RuleFunction[] = [
  withEffort(readsText, makeFunction('size()', ['string'], 'int', textLength)),
  makeFunction('size()', ['list'], 'int', (list) => BigInt(list.length)),
  makeFunction('size()', ['map'], 'int', (map) => BigInt(map.size)),
  withEffort(readsText, makeFunction('.size()', ['string'], 'int', textLength)),
  makeFunction('.size()', ['list'], 'int', (list) => BigInt(list.length)),
  makeFunction('.size()', ['map'], 'int', (map) => BigInt(map.size)),
  withEffort(
    { size: (value) => value },
    makeFunction('dyn()', ['dyn'], 'dyn', (value) => value),
  ),
  withEffort(
    { size: (text) => text },
    makeFunction('string()', ['string'], 'string', (text) => text),
  ),
  withEffort(shortText, makeFunction('string()', ['bool'], 'string', String)),
  withEffort(shortText, makeFunction('string()', ['int'], 'string', String)),
  withEffort(shortText, makeFunction('string()', ['double'], 'string', String)),
  makeFunction('int()', ['int'], 'int', (value) => value),
  makeFunction('int()', ['double'], 'int', intOfDouble),
  makeFunction('int()', ['string'], 'int', intOfText),
  makeFunction('double()', ['double'], 'double', (value) => value),
  makeFunction('double()', ['int'], 'double', Number),
  withEffort(
    comparesText,
    makeFunction('.startsWith()', ['string', 'string'], 'bool', (text, part) => text.startsWith(part)),
  ),
  withEffort(
    comparesText,
    makeFunction('.endsWith()', ['string', 'string'], 'bool', (text, part) => text.endsWith(part)),
  ),
  withEffort(
    searchesText,
    makeFunction('.contains()', ['string', 'string'], 'bool', (text, part) => text.includes(part)),
  ),
  withEffort(
    readsText,
    makeFunction('.lowerAscii()', ['string'], 'string', (text) => text.replace(/[A-Z]+/g, toLower)),
  ),
  withEffort(
    readsText,
    makeFunction('.upperAscii()', ['string'], 'string', (text) => text.replace(/[a-z]+/g, toUpper)),
  ),
  withEffort(
    readsText,
    makeFunction('.trim()', ['string'], 'string', (text) => text.trim()),
  ),
  withEffort(splitsText, makeFunction('.split()', ['string', 'string'], TEXTS, split)),
  withEffort(
    joinsTexts,
    makeFunction('.join()', ['list'], 'string', (list) => join(list, '')),
  ),
  withEffort(joinsTexts, makeFunction('.join()', ['list', 'string'], 'string', join)),
  withEffort(searchesText, makeFunction('.indexOf()', ['string', 'string'], 'int', indexOf)),
  withEffort(
    readsText,
    makeFunction('.substring()', ['string', 'int'], 'string', (text, start) => substring(text, start)),
  ),
  withEffort(readsText, makeFunction('.substring()', ['string', 'int', 'int'], 'string', substring)),
];

/** Everything that a claim rule may call, by name. A name that is missing here is a mistake in a rule. */
export const CALLABLE: ReadonlyMap<string, readonly RuleFunction[]> = Map.groupBy(
  [...OPERATORS, ...FUNCTIONS],
  ({ name }) => name,
);

/** CEL counts code points. */
function textLength(text: string): bigint {
  return BigInt([...text].length);
}

function toLower(letters: string): string {
  return letters.toLowerCase();
}

function toUpper(letters: string): string {
  return letters.toUpperCase();
}

function intOfDouble(value: number): bigint {
  const whole = Math.trunc(value);
  if (!Number.isSafeInteger(whole)) throw new RuleFailure('int() cannot convert this number, because it is too large');
  return BigInt(whole);
}

function intOfText(text: string): bigint {
  if (!/^-?[0-9]{1,18}$/.test(text)) throw new RuleFailure('int() cannot convert this text to a whole number');
  return BigInt(text);
}

/** An empty separator separates code points, so no half of a surrogate pair is left. */
function split(text: string, separator: string): readonly string[] {
  return separator === '' ? [...text] : text.split(separator);
}

function join(list: readonly RuleValue[], separator: string): string {
  if (!list.every((entry) => typeof entry === 'string')) {
    throw new RuleFailure('join() needs a list that contains only texts');
  }
  return list.join(separator);
}

function indexOf(text: string, part: string): bigint {
  const index = text.indexOf(part);
  return index === -1 ? -1n : textLength(text.slice(0, index));
}

function substring(text: string, start: bigint, end?: bigint): string {
  const points = [...text];
  const last = end ?? BigInt(points.length);
  if (start < 0n || last < start || last > BigInt(points.length)) {
    throw new RuleFailure('substring() needs positions within the text');
  }
  return points.slice(Number(start), Number(last)).join('');
}
