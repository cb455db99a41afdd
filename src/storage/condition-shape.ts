import { isDate } from 'node:util/types';

function shapeOfCondition(condition: unknown, values: unknown[]): string {
  if (condition === null) return ' absent';
  if (typeof condition !== 'object' || isDate(condition)) {
    values.push(condition);
    return '=';
  }
  return Object.entries(condition)
    .map(([operator, value]) => {
      const operands = Array.isArray(value) ? value : [value];
      values.push(...operands);
      return `${operator}${operands.length}`;
    })
    .join();
}

/**
 * Returns a text for the form of the conditions, without their values. Conditions of the same form share one SQL text.
 * Appends the values to `values`, in the order in which the SQL needs them.
 */
export function shapeOf(plain: Readonly<Record<string, unknown>>, values: unknown[]): string {
  return Object.entries(plain)
    .map(([field, condition]) =>
      Array.isArray(condition)
        ? `${field}(${condition.map((branch) => shapeOf(branch, values)).join(' or ')})`
        : `${field}${shapeOfCondition(condition, values)}`,
    )
    .join(' and ');
}
