import { between } from '../../../model/conditions.js';
import { membershipKey } from '../../../model/people/group.js';
import { amongMany, LAST_CODE_POINT } from '../../conditions.js';
import type { Database } from '../../database.js';
import { memberships } from '../../entities/people/memberships.js';
import type { ListedPart } from '../../lists/list-query.js';

const FIELDS = ['id', 'userId'];

/** The members of a group as a part of all users, in the order of their memberships: who joined last comes first. */
export function membersOf(database: Database, groupGeneration: string): ListedPart {
  const places = async (selection: Parameters<Database['select']>[1]) =>
    (await database.select(memberships, { ...selection, fields: FIELDS })).map(({ id, userId }) => ({
      key: id,
      id: userId,
    }));
  return {
    name: 'member',
    count: (limit) => database.count(memberships, { groupGeneration }, limit),
    places: ({ after, isBackward, limit }) => {
      const bounds = isBackward ? { $gt: after ?? '' } : { $lt: after ?? LAST_CODE_POINT };
      const orderBy = { id: isBackward ? 'asc' : 'desc' } as const;
      return places({ where: { groupGeneration, id: between(bounds) }, orderBy, limit });
    },
    placesOf: (ids) =>
      places({ where: { key: amongMany(ids.map((id) => membershipKey({ generation: groupGeneration }, id))) } }),
  };
}
