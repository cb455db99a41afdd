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
 * The part of a condition that determines the text of a statement. The values of the condition are appended to `values`
 * in the order of that text, so that conditions with the same shape share one text.
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
