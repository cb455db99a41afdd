import type { Membership } from '../../../model/people/group.js';
import { describeEntity, key, text, unique } from '../../entity.js';

export const memberships = describeEntity<Membership>('memberships', {
  fields: { id: key(), key: unique(), groupId: text(), groupGeneration: text('groupIncarnation'), userId: text() },
  indexes: [
    ['groupGeneration', 'id'],
    ['userId', 'id'],
  ],
});
