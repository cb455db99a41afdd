import type { Exchange } from './exchange.js';
import type { Masked } from './mask.js';

/** What differs, without where: the same change of many answers is the same text. */
export interface Difference {
  readonly what: string;
  readonly place: string;
}

/** Between the exchanges of one test. Parallel requests may come in any order, so equal exchanges are paired first. */
export function differences(test: string, before: readonly Exchange[], after: readonly Exchange[]): Difference[] {
  if (RANDOM_BODIES.some((name) => test.includes(name)))
    return exchangeDifferences(test, before.map(withoutBody), after.map(withoutBody));
  return exchangeDifferences(test, before, after);
}

/** Tests whose records are made in one instant: which of them comes first, and what its page says of it, is chance. */
const RANDOM_BODIES = [
  'what one noun refers to is read once for a whole list',
  'passkeys have a name of one line, trimmed',
  'passkeys are added, renamed and removed by plain forms',
];

function withoutBody(exchange: Exchange): Exchange {
  return { ...exchange, body: '' };
}

function exchangeDifferences(test: string, before: readonly Exchange[], after: readonly Exchange[]): Difference[] {
  const [old, present] = [without(before, after), without(after, before)];
  const pairs = old.map((exchange) => ({ exchange, other: takeLike(present, exchange) }));
  const place = ({ request }: Exchange) => `${test} · ${JSON.stringify(request)}`;
  const single = (where: string, exchange: Exchange): Difference => ({
    what: `${where}: ${JSON.stringify(exchange.request)} ${exchange.status}`,
    place: place(exchange),
  });
  return [
    ...pairs.flatMap(({ exchange, other }) =>
      other === undefined
        ? [single('exchange only before', exchange)]
        : fieldDifferences(exchange, other).map((what) => ({ what, place: place(exchange) })),
    ),
    ...present.map((exchange) => single('exchange only after', exchange)),
  ];
}

/** Those of `exchanges` that have no equal in `others`, each of which is the equal of one only. */
function without(exchanges: readonly Exchange[], others: readonly Exchange[]): Exchange[] {
  const counts = new Map<string, number>();
  for (const other of others) counts.set(textOf(other), (counts.get(textOf(other)) ?? 0) + 1);
  return exchanges.filter((exchange) => {
    const left = counts.get(textOf(exchange)) ?? 0;
    counts.set(textOf(exchange), left - 1);
    return left < 1;
  });
}

function textOf({ sent: _, ...compared }: Exchange): string {
  return JSON.stringify(compared);
}

/** The first exchange with the same request, removed from the list; one that sent the same goes first. */
function takeLike(exchanges: Exchange[], { request, sent }: Exchange): Exchange | undefined {
  const isSame = (a: Masked, b: Masked) => JSON.stringify(a) === JSON.stringify(b);
  const alike = exchanges.filter((other) => isSame(other.request, request));
  const taken = alike.find((other) => isSame(other.sent, sent)) ?? alike[0];
  if (taken !== undefined) exchanges.splice(exchanges.indexOf(taken), 1);
  return taken;
}

function fieldDifferences(before: Exchange, after: Exchange): string[] {
  const [old, present] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...old.keys(), ...present.keys()])].flatMap((field) => {
    const [removed, added] = [minus(old.get(field), present.get(field)), minus(present.get(field), old.get(field))];
    if (removed.length === 0 && added.length === 0) return [];
    return [[field, ...removed.map((value) => `  - ${value}`), ...added.map((value) => `  + ${value}`)].join('\n')];
  });
}

function fieldsOf({ status, headers, body }: Exchange): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  gather({ status, headers, body }, '', fields);
  return fields;
}

/** Members of a list share a field, so that one more line does not move all that follow. */
function gather(value: Masked, path: string, fields: Map<string, string[]>): void {
  if (Array.isArray(value)) {
    for (const member of value as readonly Masked[]) gather(member, `${path}[]`, fields);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) gather(member, path === '' ? name : `${path}.${name}`, fields);
  } else {
    fields.set(path, [...(fields.get(path) ?? []), JSON.stringify(value)]);
  }
}

function minus(values: readonly string[] = [], others: readonly string[] = []): string[] {
  const left = [...others];
  return values.filter((value) => {
    const index = left.indexOf(value);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
