import type { Descriptor, Setting, Values } from './setting-table.js';

/**
 * The values of the form: each field has the path that the API uses for its errors, such as `claimRules.0.expression`.
 * The number of entries in a list of objects is a value of its own, with the name of the list.
 */
export type FormValues = Readonly<Record<string, string | readonly string[] | boolean | number | null>>;

export function toFormValues(settings: readonly Setting[], client: Values): FormValues {
  return Object.fromEntries(settings.flatMap((setting) => entriesOf(setting, setting.name, client[setting.name])));
}

type Entry = readonly [path: string, value: FormValues[string]];

export function entriesOf(descriptor: Descriptor, path: string, value: unknown): Entry[] {
  const { kind, isList, members = [] } = descriptor;
  if (kind === 'object' && isList) {
    const entries = (value ?? []) as readonly Values[];
    return [[path, entries.length], ...entries.flatMap((one, at) => membersOf(members, `${path}.${at}`, one))];
  }
  if (kind === 'object')
    return value == null ? [[path, false]] : [[path, true], ...membersOf(members, path, value as Values)];
  if (isList) return [[path, (value ?? []) as readonly string[]]];
  if (kind === 'json') return [[path, value == null ? '' : JSON.stringify(value, null, 2)]];
  if (kind === 'flag') return [[path, value === true]];
  if (kind === 'number') return [[path, (value ?? null) as number | null]];
  return [[path, (value ?? '') as string]];
}

export function membersOf(members: readonly Descriptor[], path: string, value: Values): Entry[] {
  return members.flatMap((member) => entriesOf(member, `${path}.${member.name}`, value[member.name] ?? member.default));
}

/** Returns the setting that the form has, as the API takes it. @throws SyntaxError if a text has to be JSON and is not */
export function toInput(descriptor: Descriptor, path: string, values: FormValues): unknown {
  const { kind, isList, members = [] } = descriptor;
  const value = values[path];
  const objectAt = (place: string) =>
    Object.fromEntries(members.map((member) => [member.name, toInput(member, `${place}.${member.name}`, values)]));
  if (kind === 'object' && isList) return Array.from({ length: Number(value) }, (_, at) => objectAt(`${path}.${at}`));
  if (kind === 'object') return value === true ? objectAt(path) : null;
  if (kind === 'json') return value === '' ? null : JSON.parse(String(value));
  // A member of an object that is empty must be reported by the API, not left out.
  if (value === '') return path.includes('.') && descriptor.default === undefined ? '' : null;
  return value;
}

/** Returns the values without one entry of a list of objects: those behind it move up. */
export function withoutEntry(values: FormValues, path: string, removed: number): FormValues {
  const kept = Object.entries(values).flatMap(([name, value]): Entry[] => {
    if (name === path) return [[name, Number(value) - 1]];
    const [, at, rest] = name.startsWith(`${path}.`) ? (/^(\d+)(\..*)$/.exec(name.slice(path.length + 1)) ?? []) : [];
    if (at === undefined || Number(at) < removed) return [[name, value]];
    return Number(at) === removed ? [] : [[`${path}.${Number(at) - 1}${rest}`, value]];
  });
  return Object.fromEntries(kept);
}
