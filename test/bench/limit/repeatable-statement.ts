import type { SQLInputValue } from 'node:sqlite';
import type { Statement } from '../../../src/storage/database.js';
import type { PlannedStatement } from './plan.js';

export function isRead({ text }: Statement): boolean {
  return /^\s*(select|with)\b/i.test(text);
}

/**
 * A statement that can run many times with the same values and changes a record each time: an insertion replaces the
 * record, and an update finds it by its id alone. `place` gives each audit event a number of its own.
 */
export function repeatable({ text, values }: Statement, place: number): PlannedStatement {
  const bound = (values as readonly unknown[]).map(toInput);
  if (/^insert /i.test(text)) return repeatableInsertion(text, bound, place);
  if (/^update /i.test(text)) return repeatableUpdate(text, bound);
  return { text, values: bound };
}

function toInput(value: unknown): SQLInputValue {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return (value ?? null) as SQLInputValue;
}

function repeatableInsertion(text: string, values: readonly SQLInputValue[], place: number): PlannedStatement {
  const columns =
    /\(([^)]*)\)/
      .exec(text)?.[1]
      ?.split(',')
      .map((name) => name.trim().replaceAll(/[`"]/g, '')) ?? [];
  const numbers: Readonly<Record<string, SQLInputValue>> = { sequence: place, hash: 'x'.repeat(43) };
  const isEvent = columns.includes('sequence') && columns.includes('hash');
  return {
    text: text.replace(/^insert /i, 'insert or replace ').replace(/ on conflict do nothing$/i, ''),
    values: values.map((value, index) => (isEvent && numbers[columns[index % columns.length] ?? '']) || value),
  };
}

function repeatableUpdate(text: string, values: readonly SQLInputValue[]): PlannedStatement {
  const [changes = '', condition = ''] = text.split(/ where /i);
  const id = /([`"]?_id[`"]?) = \?/.exec(condition);
  if (id === null) return { text, values };
  const changed = countParameters(changes);
  const position = changed + countParameters(condition.slice(0, id.index));
  return { text: `${changes} where ${id[1]} = ?`, values: [...values.slice(0, changed), values[position] ?? null] };
}

function countParameters(text: string): number {
  return text.split('?').length - 1;
}
