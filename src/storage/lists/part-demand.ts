import { type Demand, MAX_RARE } from './demand.js';
import type { ListedPart } from './list-query.js';
import type { ListSource } from './list-source.js';
import { compareNewest, type Ordered } from './order-path.js';
import type { Path, Place } from './path.js';

/** The demand that a record belongs to a part that another table lists. */
export interface PartDemand<T> extends Demand<T> {
  /** The path in the order of the part. It passes those records whose places were read before. */
  readonly path: Path<T>;
}

export function partDemand<T extends Ordered>(source: ListSource<T>, part: ListedPart): PartDemand<T> {
  const keys = new Map<string, string>();
  const noted = (places: readonly Place[]) => {
    for (const { key, id } of places) keys.set(id, key);
    return places.map(({ id }) => id);
  };
  const places: Path<T>['places'] = async (request) => {
    const found = await part.places(request);
    noted(found);
    return found;
  };
  const firstIds = async (limit: number) => noted(await places({ after: undefined, isBackward: false, limit }));
  return {
    path: {
      name: part.name,
      places,
      keyOf: ({ id }) => keys.get(id),
      compare: compareNewest,
      checkKey: () => undefined,
    },
    count: part.count,
    firstIds,
    among: async (ids) => noted(await part.placesOf(ids)),
    // More records may have become part of it since they were counted.
    readAll: async () => source.findMany(await firstIds(2 * MAX_RARE)),
  };
}
