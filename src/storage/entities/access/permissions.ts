import type { Permission } from '../../../model/access/permission.js';
import { describeEntity, instant, key, text, unique } from '../../entity.js';

export const permissions = describeEntity<Permission>('permissions', {
  fields: {
    id: key(),
    key: unique(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    userId: text(),
    groupId: text(),
    groupGeneration: text('groupIncarnation'),
    createdAt: instant(),
  },
  indexes: [
    ['clientGeneration', 'id'],
    ['userId', 'id'],
    ['groupGeneration', 'id'],
  ],
});
