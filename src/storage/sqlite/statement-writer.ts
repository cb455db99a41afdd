import { isDate } from 'node:util/types';
import { LRUCache } from 'lru-cache';
import type { Where } from '../../model/conditions.js';
import { shapeOf } from '../condition-shape.js';
import { plainWhere } from '../conditions.js';
import type { Row, Selection, Statement, Values } from '../database.js';
import type { Entity } from '../entity.js';

/**
 * The methods of MikroORM's query builder that this file uses. The builder returns the SQL text and the values
 * separately.
 */
export interface QueryBuilder {
  select(fields: '*' | readonly string[]): QueryBuilder;
  select(field: string, distinct: true): QueryBuilder;
  count(): QueryBuilder;
  insert(rows: readonly Row[]): QueryBuilder;
  update(changes: Row): QueryBuilder;
  delete(): QueryBuilder;
  where(condition: object): QueryBuilder;
  andWhere(text: string, values: readonly unknown[]): QueryBuilder;
  orderBy(order: object): QueryBuilder;
  limit(records: number): QueryBuilder;
  toQuery(): { sql: string; params: readonly unknown[] };
}

/**
 * Writes SQL statements. MikroORM builds the text for each form of statement once; later statements of that form reuse
 * the text with other values.
 */
export interface StatementWriter {
  /**
   * `fields` are the fields of each row, in the order of their values. They must always be the same for an entity,
   * because insertions of equally many rows share one SQL text.
   */
  insert(entity: Entity<never>, fields: readonly string[], rows: readonly (readonly unknown[])[]): Written;
  select(entity: Entity<never>, selection: Selection): Written;
  distinct(entity: Entity<never>, field: string, selection: Values): Written;
  count(entity: Entity<never>, where: Where): Written;
  update(entity: Entity<never>, where: Where, row: Row): Written;
  delete(entity: Entity<never>, where: Where): Written;
}

export interface Written extends Statement {
  readonly values: readonly unknown[];
}

/**
 * A statement to build. `before` and `after` are the values that precede and follow the values of its `where`
 * conditions.
 */
interface Draft {
  readonly shape: string;
  readonly before?: readonly unknown[];
  readonly after?: readonly unknown[];
  readonly others?: Where | undefined;
  readonly write: () => QueryBuilder;
}

/**
 * The largest number of SQL texts in the cache. Lists of different lengths need different texts, so without a limit the
 * cache would grow forever.
 */
const MAX_TEXTS = 500;

/**
 * Makes a writer. `listCondition` is SQL that is true if a list contains an object with a certain id; the id is its
 * only parameter.
 */
export function makeStatementWriter(
  query: (entity: Entity<never>) => QueryBuilder,
  listCondition: string,
): StatementWriter {
  const texts = new LRUCache<string, string>({ max: MAX_TEXTS });

  const written = (shape: string, values: readonly unknown[], write: () => QueryBuilder): Written => {
    const known = texts.get(shape);
    if (known !== undefined) return { text: known, values };
    const { sql: text, params } = write().toQuery();
    if (params.length !== values.length || !params.every((value, index) => Object.is(value, values[index] ?? null))) {
      throw new Error(
        `The SQL statement "${text}" has its parameters in another order than the values that were passed for it. This is a bug in Passgraph.`,
      );
    }
    texts.set(shape, text);
    return { text, values };
  };

  const conditional = (
    entity: Entity<never>,
    where: Where,
    { shape, before = [], after = [], others = {}, write }: Draft,
  ): Written => {
    const { plain, members } = plainWhere(where);
    const { plain: unsearched } = plainWhere(others);
    const values = [...before];
    const conditions = shapeOf(plain, values);
    values.push(...members.map(([, id]) => id));
    const further = shapeOf(unsearched, values);
    values.push(...after);
    const key = `${entity.table} ${shape} where ${conditions} lists ${members.length} others ${further}`;
    return written(key, values, () => {
      const builder = write().where(plain);
      for (const [, id] of members) builder.andWhere(listCondition, [id]);
      for (const { text, values } of unsearchedConditions(unsearched)) builder.andWhere(text, values);
      return builder;
    });
  };

  return {
    insert: (entity, fields, rows) =>
      written(`${entity.table} insert ${rows.length}`, rows.flat(), () =>
        query(entity).insert(rows.map((row) => Object.fromEntries(fields.map((field, index) => [field, row[index]])))),
      ),
    select: (entity, { where, others, orderBy = {}, limit, fields }) =>
      conditional(entity, where, {
        others,
        shape: `select ${fields ?? '*'} ${Object.entries(orderBy)} ${limit === undefined ? 'all' : 'some'}`,
        after: limit === undefined ? [] : [limit],
        write: () => {
          const builder = query(entity)
            .select(fields ?? '*')
            .orderBy(orderBy);
          return limit === undefined ? builder : builder.limit(limit);
        },
      }),
    distinct: (entity, field, { where, others, limit }) =>
      conditional(entity, where, {
        others,
        shape: `distinct ${field}`,
        after: [limit],
        write: () =>
          query(entity)
            .select(field, true)
            .orderBy({ [field]: 'asc' })
            .limit(limit),
      }),
    count: (entity, where) => conditional(entity, where, { shape: 'count', write: () => query(entity).count() }),
    update: (entity, where, row) =>
      conditional(entity, where, {
        shape: `update ${Object.keys(row)}`,
        before: Object.values(row),
        write: () => query(entity).update(row),
      }),
    delete: (entity, where) => conditional(entity, where, { shape: 'delete', write: () => query(entity).delete() }),
  };
}

const OPERATORS: Readonly<Record<string, string>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

interface UnsearchedCondition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Writes conditions by which SQLite does not search: it never uses an index for a column with a plus sign
 * (https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_).
 */
function unsearchedConditions(plain: Readonly<Record<string, unknown>>): UnsearchedCondition[] {
  return Object.entries(plain).flatMap(([column, condition]) => {
    if (Array.isArray(condition))
      return [
        joined(
          condition.map((branch) => joined(unsearchedConditions(branch), 'and')),
          'or',
        ),
      ];
    if (condition === null) return [{ text: `+"${column}" is null`, values: [] }];
    if (!isOperators(condition)) return [{ text: `+"${column}" = ?`, values: [condition] }];
    return Object.entries(condition).map(([operator, operand]) => {
      if (!Array.isArray(operand)) return { text: `+"${column}" ${OPERATORS[operator]} ?`, values: [operand] };
      const places = operand.map(() => '?').join(', ');
      return { text: `+"${column}" ${operator === '$nin' ? 'not in' : 'in'} (${places})`, values: operand };
    });
  });
}

function joined(conditions: readonly UnsearchedCondition[], word: 'and' | 'or'): UnsearchedCondition {
  return {
    text: `(${conditions.map(({ text }) => text).join(` ${word} `)})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

function isOperators(condition: unknown): condition is Readonly<Record<string, unknown>> {
  return typeof condition === 'object' && condition !== null && !isDate(condition);
}
