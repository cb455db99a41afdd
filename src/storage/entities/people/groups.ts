import { MAX_CHOSEN_ID_LENGTH } from '../../../model/key-length.js';
import type { Group } from '../../../model/people/group.js';
import { searchKey } from '../../conditions.js';
import { describeEntity, key, number, text } from '../../entity.js';
import { groupWords } from './group-words.js';

export const groups = describeEntity<Group>('groups', {
  maxKeyLength: MAX_CHOSEN_ID_LENGTH,
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    name: text(),
    description: text(),
  },
  derived: { nameKey: { from: 'name', as: searchKey } },
  words: { table: groupWords, fields: ['id', 'name'] },
  indexes: [['order'], ['nameKey', 'order']],
});
