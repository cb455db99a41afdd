import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Configuration, configuration, KEYS, type Kind } from './configuration.js';

export type Path = readonly (string | number)[];

export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** Returns the path and line of a value in the file, for an error message. Example: `clients.0.name (line 7)`. */
  readonly place: (path: Path) => string;
}

/**
 * Parses the YAML text of a configuration file. If the text has errors, `problems` contains one sentence for each
 * error.
 */
export function readConfiguration(text: string): ReadConfiguration | { readonly problems: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return {
      problems: faults.map(({ message, pos }) => `Line ${lines.linePos(pos[0]).line} is not valid YAML: ${message}.`),
    };
  }
  const lineAt = (path: Path): number => lines.linePos(offsetOf(document.contents, path)).line;
  const place = (path: Path) => `${path.join('.') || 'The file'} (line ${lineAt(path)})`;
  const value = contentsOf(document);
  if (value === undefined)
    return { problems: ['The file has too many YAML aliases. Replace them by the values that they repeat.'] };
  const parsed = configuration.safeParse(value, { reportInput: true });
  if (!parsed.success) return { problems: parsed.error.issues.flatMap((issue) => sentencesOf(issue, place)) };
  const problems = repetitions(parsed.data).map(
    (path) => `${place(path)} is in the file twice. Remove one of the two.`,
  );
  return problems.length > 0 ? { problems } : { configuration: parsed.data, place };
}

/**
 * Converts a YAML document to plain values. YAML aliases can repeat a value many times or put a value inside itself, so
 * this function returns `undefined` if the values would be huge or endless.
 */
function contentsOf(document: Document): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    // `JSON.stringify` throws a TypeError if an alias has put a value inside itself.
    JSON.stringify(value);
    return value;
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * Returns the offset in the text of the file at which the value at `path`, or the key of this value, begins. If the
 * file has no value at `path`, returns the offset of the nearest parent that exists.
 */
function offsetOf(root: unknown, path: Path): number {
  let at = root;
  let offset = 0;
  for (const step of path) {
    const pair = isMap(at)
      ? at.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const next: unknown = pair ?? (isNode(at) && 'get' in at ? (at as { get: Get }).get(step, true) : undefined);
    const node = pair?.key ?? next;
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
    at = pair === undefined ? next : pair.value;
  }
  return offset;
}
type Get = (step: string | number, keepScalar: true) => unknown;

function sentencesOf(issue: z.core.$ZodIssue, place: (path: Path) => string): string[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const known = path.length > 0 ? '' : ` The known names are ${Object.keys(configuration.shape).join(', ')}.`;
    return issue.keys.map((key) => `${place([...path, key])} is unknown.${known}`);
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [`${place(path)} is missing.`];
  if (issue.code === 'invalid_type') return [`${place(path)} must be ${kindOf(issue)}.`];
  if (issue.code === 'invalid_value') return [`${place(path)} must be one of ${issue.values.join(', ')}.`];
  if (issue.code === 'custom') return [`${place(path)} ${issue.message}.`];
  if (issue.code === 'too_small') return [`${place(path)} must not be empty.`];
  return [`${place(path)} is not valid: ${issue.message}.`];
}

function kindOf({ expected, input }: { readonly expected: string; readonly input?: unknown }): string {
  if (expected === 'string') return typeof input === 'number' ? 'text. Put it in quotation marks' : 'text';
  if (expected === 'array') return input === null ? 'a list. Write [] for an empty one' : 'a list';
  if (expected === 'boolean') return 'true or false';
  if (expected === 'int' || expected === 'number') return 'a whole number';
  return 'a mapping of names to values';
}

/** Returns the paths of entries that describe the same record as an earlier entry of the file. */
function repetitions(read: Configuration): Path[] {
  return (Object.keys(KEYS) as Kind[]).flatMap((kind) => {
    const keys = (read[kind] ?? []).map((entry) => (KEYS[kind] as (entry: unknown) => string)(entry));
    return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [[kind, index]] : []));
  });
}
