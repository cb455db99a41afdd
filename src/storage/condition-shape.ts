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
 * What of a plain condition is written into a statement, apart from its values, which are added to `values` in the
 * order in which they are read: conditions of one shape have one text.
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
