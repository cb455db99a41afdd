import { among, type Scalar, type Where } from '../../model/conditions.js';
import type { Demand } from './demand.js';
import type { ListCondition } from './list-query.js';
import type { ListSource } from './list-source.js';
import { newestPath, type Ordered } from './order-path.js';
import type { RecordPath } from './path.js';

/** The demand that a record satisfies a condition of a filter. */
export interface ConditionDemand<T> extends Demand<T> {
  readonly condition: ListCondition<T>;
  readonly path: RecordPath<T>;
}

export function conditionDemand<T extends Ordered>(
  source: ListSource<T>,
  condition: ListCondition<T>,
): ConditionDemand<T> {
  const { alternatives, matches } = condition;
  const path = newestPath(source, alternatives);
  const where = unitedOf(alternatives);
  return {
    condition,
    path,
    count: async (limit) => {
      const counts = await Promise.all(alternatives.map((one) => source.count(one, limit)));
      return Math.min(
        counts.reduce((sum, count) => sum + count, 0),
        limit,
      );
    },
    firstIds: async (limit) => (await path.places({ after: undefined, isBackward: false, limit })).map(({ id }) => id),
    among: async (ids) => (where === undefined ? [] : source.idsOfRecords(ids, where)),
    readAll: async () => (await source.selectEach(alternatives.map((one) => ({ where: one })))).flat(),
    matches,
  };
}

/** The alternatives are values of one field. There are several only if none of them is a range or `null`. */
function unitedOf(alternatives: readonly Where[]): Where | undefined {
  const [first, ...more] = alternatives;
  const field = Object.keys(first ?? {})[0];
  if (field === undefined || more.length === 0) return first;
  return { [field]: among(alternatives.map((where) => where[field] as Scalar)) };
}
