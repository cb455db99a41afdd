import { among, between, noneOf, type Scalar, type Where } from '../../../model/conditions.js';
import type { AuditEventFilter } from '../../../model/log/event-filter.js';

/**
 * A part of a filter, which one index lists in the order of the log. Its events meet `where`, by which the index is
 * searched, and `others`. A search merges the branches of its filter, so it never sorts all events that it finds.
 */
export interface EventBranch {
  readonly where: Where;
  readonly others: Where;
}

/** A condition: the field has one of the values. */
interface Choice {
  readonly field: string;
  readonly values: readonly Scalar[];
}

/** The searched fields. Of a field further to the left, fewer events usually have the same value. */
const FIELDS = [
  ...['sessionId', 'resourceId', 'userId', 'actorId', 'ipAddress', 'clientId'],
  ...['resource', 'type', 'outcome', 'actorKind'],
];

/** Values that most events have. */
const COMMON: readonly Scalar[] = [
  'SIGNED_IN',
  'SIGNED_OUT',
  'TOKEN_ISSUED',
  'grant',
  'passkey',
  'SUCCESS',
  'USER',
  'CLIENT',
];

/** The most branches into which the types of the events of clients are divided. */
const MAX_TYPES_OF_CLIENTS = 64;

export function branchesOf(filter: AuditEventFilter): EventBranch[] {
  const choices = choicesOf(filter);
  const others = { ...timesOf(filter), ...exceptionOf(filter) };
  const alternatives = filter.anyOf?.map(({ field, values }) => [...choices, { field, values }]) ?? [choices];
  return alternatives.flatMap((alternative) => branchesOfChoices(alternative, others));
}

/** Returns the whole filter as one condition. */
export function conditionOf(filter: AuditEventFilter): Where {
  const exception = exceptionOf(filter);
  const or = filter.anyOf?.map(({ field, values }) => ({ [field]: among(values), ...exception }));
  return { ...conditionsOf(choicesOf(filter)), ...timesOf(filter), ...(or === undefined ? exception : { $or: or }) };
}

function choicesOf({
  types,
  ipAddresses,
  anyOf: _,
  except: _except,
  from: _from,
  to: _to,
  ...equal
}: AuditEventFilter): Choice[] {
  const single = Object.entries(equal).flatMap(([field, value]) =>
    value === undefined ? [] : { field, values: [value] },
  );
  const lists = { type: types, ipAddress: ipAddresses };
  const several = Object.entries(lists).flatMap(([field, values]) => (values === undefined ? [] : { field, values }));
  return [...single, ...several].map(({ field, values }) => ({ field, values: [...new Set(values)] }));
}

function timesOf({ from, to }: AuditEventFilter): Where {
  return from === undefined && to === undefined ? {} : { at: between({ $gte: from, $lte: to }) };
}

function exceptionOf({ except }: AuditEventFilter): Where {
  if (except === undefined) return {};
  const { types, ofClient } = except;
  return {
    $or: [{ type: noneOf([...types, ofClient.type]) }, { type: ofClient.type, clientId: noneOf([ofClient.clientId]) }],
  };
}

function branchesOfChoices(choices: readonly Choice[], further: Where): EventBranch[] {
  const [first, ...rest] = united(choices).toSorted((a, b) => rankOf(a) - rankOf(b));
  if (rest.some(({ values }) => values.length === 0)) return [];
  if (first === undefined) return [{ where: {}, others: further }];
  const second = first.field === 'clientId' ? secondOfClient(first, rest) : undefined;
  const others = { ...conditionsOf(rest.filter((choice) => choice !== second)), ...further };
  return first.values.flatMap((value) =>
    (second?.values ?? [undefined]).map((further) => ({
      where: {
        [first.field]: value,
        ...(second !== undefined && further !== undefined && { [second.field]: further }),
      },
      others,
    })),
  );
}

function rankOf({ field, values }: Choice): number {
  return FIELDS.indexOf(field) + (values.some((value) => COMMON.includes(value)) ? FIELDS.length : 0);
}

/** One client can have most events of the log, so its events have indexes by type and by outcome. */
function secondOfClient({ values }: Choice, rest: readonly Choice[]): Choice {
  const types = rest.find(({ field }) => field === 'type');
  if (types !== undefined && values.length * types.values.length <= MAX_TYPES_OF_CLIENTS) return types;
  return rest.find(({ field }) => field === 'outcome') ?? { field: 'outcome', values: ['SUCCESS', 'FAILURE'] };
}

/** Two conditions on one field must both hold, so their common values count. */
function united(choices: readonly Choice[]): Choice[] {
  return [...Map.groupBy(choices, ({ field }) => field)].map(([field, [first, ...others]]) => ({
    field,
    values: first?.values.filter((value) => others.every(({ values }) => values.includes(value))) ?? [],
  }));
}

function conditionsOf(choices: readonly Choice[]): Where {
  return Object.fromEntries(
    choices.map(({ field, values: [value, ...more] }) =>
      value !== undefined && more.length === 0
        ? [field, value]
        : [field, among(value === undefined ? [] : [value, ...more])],
    ),
  );
}
